import { ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { valuesOf } from "../../testing/values.ts";
import { i0 } from "./i0.ts";
import { besselI0 } from "./windows.ts";

beforeAll(() => ready());

describe("i0", () => {
  it("is its power series, within the precision of float32", () => {
    const places = Array.from({ length: 161 }, (_, i) => -20 + i / 4);
    const series = places.map(besselI0);
    valuesOf(i0(places)).forEach((value, i) => {
      expect(Math.abs(value / series[i]! - 1)).toBeLessThan(2e-6);
    });
  });
  it("does not overflow before its result does", () => {
    expect(valuesOf(i0([90]))[0]! / besselI0(90)).toBeCloseTo(1, 4);
    expect(valuesOf(i0([100, Infinity, Number.NaN]))).toEqual([Infinity, Number.NaN, Number.NaN]);
  });
  it("has a gradient near 0 and far from it", () => {
    checkGradients((x) => i0(x), numbers([2, 3], -3, 3));
    checkGradients((x) => i0(x), numbers([3], 4, 7));
    checkGradients((x) => i0(x), numbers([2, 0]));
  });
});
