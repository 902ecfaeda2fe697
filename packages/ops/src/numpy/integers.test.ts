import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { gcd, lcm } from "./divisors.ts";
import { nextafter } from "./nextafter.ts";

beforeAll(() => ready());

const integers = (...values: number[]): NDArray => new NDArray(Int32Array.from(values), [values.length]);

describe("gcd and lcm", () => {
  it("have no sign, and know 0", () => {
    const [a, b] = [integers(0, 12, -8, 7, 0), integers(5, 0, 12, -21, 0)];
    expect(valuesOf(gcd(a, b))).toEqual([5, 12, 4, 7, 0]);
    expect(valuesOf(lcm(a, b))).toEqual([0, 0, 24, 21, 0]);
    expect(gcd(a, 4).dtype).toBe("int32");
  });
  it("broadcast", () => {
    expect(gcd(new KerasTensor([3, 1], "int32"), new KerasTensor([4], "int32")).shape).toEqual([3, 4]);
  });
  it("refuse floats", () => {
    expect(() => gcd([1.5], [2])).toThrow(
      'Cannot call ops.gcd: the tensors must hold integers or booleans, received "float32"',
    );
  });
});

describe("nextafter", () => {
  it("moves by one step of float32, across 0 too", () => {
    const next = valuesOf(nextafter([1, 1, -1, 0, 0, 2], [2, 0, 0, 1, -1, 2]));
    const step = 2 ** -23;
    expect(next).toEqual([1 + step, 1 - step / 2, -1 + step / 2, 2 ** -149, -(2 ** -149), 2]);
  });
  it("goes to infinity and back, and leaves NaN", () => {
    const next = valuesOf(nextafter([3.4028234663852886e38, Infinity, Number.NaN, 1], [Infinity, 0, 1, Number.NaN]));
    expect(next).toEqual([Number.POSITIVE_INFINITY, 3.4028234663852886e38, Number.NaN, Number.NaN]);
  });
});
