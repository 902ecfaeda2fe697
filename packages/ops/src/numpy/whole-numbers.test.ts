import { NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { floorDivide, power } from "./arithmetic.ts";
import { fmod } from "./arithmetic-of-c.ts";
import { diag } from "./diagonals.ts";
import { absolute, negative } from "./elementwise.ts";

beforeAll(() => ready());

const large = [16777217, -16777219, 2147483647, -2147483647, 33554435, 0];
const ints = (values: readonly number[]): NDArray => new NDArray(Int32Array.from(values), [values.length]);

describe("integers that float32 cannot hold", () => {
  it("keep all digits in sizes and signs", () => {
    expect(valuesOf(absolute(ints(large)))).toEqual(large.map(Math.abs));
    expect(valuesOf(negative(ints(large)))).toEqual(large.map((x) => 0 - x));
  });
  it("are divided exactly, down, by divisors of either sign", () => {
    for (const divisor of [3, -3, 7, 16777217, -2147483647, 1]) {
      const wanted = large.map((x) => Math.floor(x / divisor) + 0);
      expect(valuesOf(floorDivide(ints(large), divisor))).toEqual(wanted);
    }
  });
  it("leave exact rests with the dividend's sign", () => {
    expect(valuesOf(fmod(ints(large), 7))).toEqual(large.map((x) => (x % 7) + 0));
  });
  it("have exact powers, modulo 2³² as C has them", () => {
    expect(valuesOf(power(ints([16777217, -5, 7, 0]), ints([1, 13, 11, 0])))).toEqual([
      16777217, -1220703125, 1977326743, 1,
    ]);
    expect(valuesOf(power(ints([65537]), 2))).toEqual([131073]);
  });
  it("stand on diagonals as they are", () => {
    expect(valuesOf(diag(ints(large.slice(0, 2)), { k: 1 }))).toEqual([0, 16777217, 0, 0, 0, -16777219, 0, 0, 0]);
  });
});
