import { DTypeError, KerasTensor, ready, toNDArray } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { cast } from "../core/cast.ts";
import { add } from "./arithmetic.ts";
import { isreal } from "./closeness.ts";
import { angle, conj, imag, polar, real, viewAsComplex, viewAsReal } from "./complex.ts";
import { absolute } from "./elementwise.ts";

beforeAll(() => ready());

const z = () =>
  viewAsComplex([
    [3, 4],
    [-1, 0],
  ]);

describe("complex numbers", () => {
  it("are made of pairs and taken apart", () => {
    expect(z().dtype).toBe("complex64");
    expect(real(z())).toBeClose([3, -1]);
    expect(imag(z())).toBeClose([4, 0]);
    expect(viewAsReal(z())).toBeClose([
      [3, 4],
      [-1, 0],
    ]);
  });
  it("have sizes and angles", () => {
    expect(absolute(z())).toBeClose([5, 1]);
    expect(angle(z())).toBeClose([Math.atan2(4, 3), Math.PI]);
    const again = polar(absolute(z()), angle(z()));
    expect(viewAsReal(again)).toBeClose([
      [3, 4],
      [-1, 0],
    ]);
  });
  it("have conjugates, and may be real", () => {
    expect(imag(conj(z()))).toBeClose([-4, 0]);
    expect([...isreal(z()).dataSync()]).toEqual([0, 1]);
  });
  it("come of real numbers by a cast", () => {
    expect(viewAsReal(cast([2], "complex64"))).toBeClose([[2, 0]]);
  });
  it("leave real numbers as they are", () => {
    expect(real([1, 2])).toBeClose([1, 2]);
    expect(imag([1, 2])).toBeClose([0, 0]);
    expect(conj([1, 2])).toBeClose([1, 2]);
    expect(angle([1, -2])).toBeClose([0, Math.PI]);
  });
  it("tell their dtype without data", () => {
    const x = viewAsComplex(new KerasTensor([null, 2]));
    expect([x.shape, x.dtype]).toEqual([[null], "complex64"]);
    expect(real(x).dtype).toBe("float32");
    expect(() => viewAsComplex([1, 2, 3])).toThrow("the last axis must hold pairs of real and imaginary parts");
  });
  it("are refused by ops that would take their pairs for something else", () => {
    const message =
      'Cannot call ops.add: its tensors must be real, received "complex64"\nCompute on the parts: ops.real and ops.imag take a complex tensor apart.';
    expect(() => add(z(), 1)).toThrow(message);
    expect(() => add(viewAsComplex(new KerasTensor([3, 2])), 1)).toThrow(message);
  });
  it("are not held by host arrays", () => {
    expect(() => toNDArray(z())).toThrow(DTypeError);
    expect(() => toNDArray(z())).toThrow('Cannot make an array: its numbers must be real, received "complex64"');
  });
});
