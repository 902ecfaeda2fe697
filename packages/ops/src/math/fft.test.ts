import { KerasTensor, memory, ready, tidy } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { valuesOf } from "../../testing/values.ts";
import { fft, fft2, ifft2, irfft, rfft } from "./fft.ts";

beforeAll(() => ready());

/** The definition, term by term. */
function byDefinition(re: readonly number[], im: readonly number[]): [number[], number[]] {
  const angle = (j: number, k: number): number => (-2 * Math.PI * ((j * k) % re.length)) / re.length;
  const sum = (term: (k: number) => number): number => re.reduce((all, _, k) => all + term(k), 0);
  return [
    re.map((_, j) => sum((k) => re[k]! * Math.cos(angle(j, k)) - im[k]! * Math.sin(angle(j, k)))),
    re.map((_, j) => sum((k) => re[k]! * Math.sin(angle(j, k)) + im[k]! * Math.cos(angle(j, k)))),
  ];
}

describe("fft", () => {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 31, 60, 64, 97, 128]) {
    it(`transforms ${size} elements as its definition says`, () => {
      const [re, im] = [numbers([size]), numbers([size], -1, 1, 5)];
      const [wantedRe, wantedIm] = byDefinition([...(re.data as Float32Array)], [...(im.data as Float32Array)]);
      const [gotRe, gotIm] = fft([re, im]);
      expect(valuesOf(gotRe)).toBeClose(wantedRe, { atol: 2e-5, rtol: 1e-5 });
      expect(valuesOf(gotIm)).toBeClose(wantedIm, { atol: 2e-5, rtol: 1e-5 });
    });
  }
  it("has gradients with respect to both parts, and second ones", () => {
    checkGradients((x, y) => fft([x, y]), numbers([2, 5]), numbers([2, 5], -1, 1, 3));
    checkGradients((x, y) => fft2([x, y]), numbers([3, 4]), numbers([3, 4], -1, 1, 3));
    checkGradients((x, y) => ifft2([x, y]), numbers([2, 3, 2]), numbers([2, 3, 2], -1, 1, 3));
  });
  it("takes several rows, and none", () => {
    const [re] = fft([numbers([0, 4]), numbers([0, 4])]);
    expect(re.shape).toEqual([0, 4]);
    const [rows] = fft([
      [
        [1, 1],
        [2, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(rows).toBeClose([
      [2, 0],
      [2, 2],
    ]);
  });
  it("leaves no tensors", () => {
    const before = memory().numTensors;
    tidy(() => {
      fft([numbers([4]), numbers([4])]);
    });
    expect(memory().numTensors).toBe(before);
  });
  it("tells its shape without data, where it is known enough", () => {
    const [x, y] = [new KerasTensor([null, 8]), new KerasTensor([null, 8])];
    expect(fft([x, y]).map(({ shape }) => shape)).toEqual([
      [null, 8],
      [null, 8],
    ]);
    const unknown = new KerasTensor([8, null]);
    expect(() => fft([unknown, unknown])).toThrow("Cannot call ops.fft: the last axis must be known");
  });
  it("refuses a single tensor, and parts of two shapes", () => {
    expect(() => fft([[1, 2]])).toThrow(
      "Cannot call ops.fft: `x` must be a list of two tensors, real and imaginary parts, received [[1, 2]]",
    );
    expect(() => fft([[1, 2], [1]])).toThrow("real and imaginary parts must have the same shape");
  });
});

describe("fft2", () => {
  it("comes back by ifft2", () => {
    const [re, im] = [numbers([2, 3, 5]), numbers([2, 3, 5], -1, 1, 3)];
    const [again, imaginary] = ifft2(fft2([re, im]));
    expect(again).toBeClose(re);
    expect(imaginary).toBeClose(im);
  });
});

describe("rfft", () => {
  it("gives the first half of the transform of real numbers", () => {
    const [re, im] = rfft([1, 2, 3, 4]);
    expect(re).toBeClose([10, -2, -2]);
    expect(im).toBeClose([0, 2, 0]);
  });
  it("cuts rows off and fills them up to a length", () => {
    expect(rfft([1, 2, 3, 4], { fftLength: 2 })[0]).toBeClose([3, -1]);
    expect(rfft([1], { fftLength: 4 })[0]).toBeClose([1, 1, 1]);
    expect(rfft(new KerasTensor([null, null]), { fftLength: 7 })[1].shape).toEqual([null, 4]);
  });
  it("gives of an odd number of rows what fft gives of each", () => {
    for (const size of [1, 2, 5, 8]) {
      const rows = numbers([3, size]);
      const whole = fft([rows, rows.mul(0)]);
      rfft(rows).forEach((part, i) => {
        const [got, wanted] = [valuesOf(part), valuesOf(whole[i]!)];
        const half = got.length / 3;
        const first = wanted.filter((_, k) => k % size < half);
        expect(got).toBeClose(first, { atol: 1e-6, rtol: 1e-5 });
      });
    }
  });
  it("comes back by irfft, of even lengths and of odd ones", () => {
    const even = numbers([2, 6]);
    expect(irfft(rfft(even))).toBeClose(even);
    const odd = numbers([2, 7]);
    expect(irfft(rfft(odd), { fftLength: 7 })).toBeClose(odd);
  });
  it("has gradients, also where rows are cut off or filled up", () => {
    for (const fftLength of [null, 3, 9]) {
      checkGradients((x) => rfft(x, { fftLength }), numbers([2, 6]));
      checkGradients((x, y) => irfft([x, y], { fftLength }), numbers([2, 4]), numbers([2, 4], -1, 1, 3));
    }
  });
  it("refuses a length that is none", () => {
    expect(() => rfft([1, 2], { fftLength: 0 })).toThrow(
      "Cannot call ops.rfft: `fftLength` must be a positive integer, received 0",
    );
  });
});
