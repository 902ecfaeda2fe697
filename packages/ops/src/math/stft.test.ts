import { KerasTensor, memory, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { valuesOf } from "../../testing/values.ts";
import { istft, stft } from "./stft.ts";

beforeAll(() => ready());

const signal = [1, 3, -2, 4, 0, 5, -1, 2];
const close = { atol: 1e-4, rtol: 1e-4 };

describe("stft", () => {
  // made by Keras 3.15.1
  it("gives what Keras gives, mirrored at its ends", () => {
    const [re, im] = stft(signal, 4, 3, 6);
    expect(re.shape).toEqual([3, 4]);
    expect(valuesOf(re)).toBeClose([4, -2.5, -0.5, 2, 3, -3.5, 4.5, -5, 2.5, -0.75, -2.75, 4.5], close);
    expect(valuesOf(im)).toBeClose([0, 0, 0, 0, 0, 0.866, -0.866, 0, 0, -1.299, 1.299, 0], close);
  });
  it("gives what Keras gives, by another window and from the start on", () => {
    const [re, im] = stft(signal, 3, 2, 4, { window: "hamming", center: false });
    expect(valuesOf(re)).toBeClose([2.92, 0.24, -3.08, 3.84, -0.16, -4.16, 4.92, 0.08, -5.08], close);
    expect(valuesOf(im)).toBeClose([0, -3, 0, 0, -4, 0, 0, -5, 0], close);
  });
  it("takes a window of one's own, and none", () => {
    const flat = stft(signal, 4, 4, 4, { window: null, center: false });
    const ones = stft(signal, 4, 4, 4, { window: [1, 1, 1, 1], center: false });
    expect(valuesOf(flat[0])).toBeClose([6, 3, -8, 6, 1, -8]);
    expect(valuesOf(ones[0])).toBeClose(valuesOf(flat[0]));
  });
  it("has a gradient", () => {
    checkGradients((x) => stft(x, 4, 3, 6), numbers([2, 8]));
    checkGradients((x, window) => stft(x, 4, 2, 4, { window }), numbers([8]), numbers([4], 0.2, 1));
  });
  it("tells its shape without data", () => {
    const [re] = stft(new KerasTensor([null, 16]), 6, 3, 8, { center: false });
    expect(re.shape).toEqual([null, 3, 5]);
    expect(stft(new KerasTensor([null]), 6, 3, 8)[1].shape).toEqual([null, 5]);
  });
  it("refuses transforms shorter than a sequence, and windows of another length", () => {
    expect(() => stft(signal, 4, 2, 3)).toThrow(
      "Cannot call ops.stft: `fftLength` must be at least `sequenceLength`, 4, received 3",
    );
    expect(() => stft(signal, 4, 2, 4, { window: [1, 1] })).toThrow(
      "Cannot call ops.stft: `window` must have shape [4], received shape [2]",
    );
    expect(() => stft(signal, 4, 2, 4, { window: "bartlett" as "hann" })).toThrow(
      'Cannot call ops.stft: `window` must be "hann", "hamming", a tensor or null, received "bartlett"',
    );
  });
});

describe("istft", () => {
  it("gives the signal back", () => {
    const before = memory().numTensors;
    const long = new NDArray(
      Float32Array.from({ length: 64 }, (_, i) => Math.sin(i / 3)),
      [64],
    );
    const spectra = stft(long, 16, 8, 16);
    const again = istft(spectra, 16, 8, 16);
    expect(again).toBeClose(long, { atol: 1e-5, rtol: 1e-4 });
    for (const one of [...spectra, again]) one.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("gives what Keras gives where windows do not reach", () => {
    const spectra = stft(signal, 3, 2, 4, { window: "hamming", center: false });
    const again = istft(spectra, 3, 2, 4, { window: "hamming", center: false });
    expect(valuesOf(again)).toBeClose([0.5, 3, -2, 4, 0, 5, -0.5, 0], close);
  });
  it("gives as much as is wanted", () => {
    expect(istft(stft(signal, 4, 2, 4), 4, 2, 4, { length: 3 })).toBeClose([1, 3, -2]);
    const symbolic = new KerasTensor([null, null, 3]);
    expect(istft([symbolic, symbolic], 4, 2, 4, { length: 3 }).shape).toEqual([null, 3]);
  });
  it("has gradients", () => {
    checkGradients((x, y) => istft([x, y], 4, 2, 4), numbers([2, 3, 3]), numbers([2, 3, 3], -1, 1, 4));
  });
  it("refuses a single row", () => {
    expect(() =>
      istft(
        [
          [1, 2, 3],
          [0, 0, 0],
        ],
        4,
        2,
        4,
      ),
    ).toThrow("Cannot call ops.istft: the tensor must have rank 2 or more, received shape [3]");
  });
});
