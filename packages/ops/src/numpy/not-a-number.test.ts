import { ready } from "@hornbeam/core";
import { grads } from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import * as ops from "../index.ts";

beforeAll(() => ready());

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe("NaN and infinities", () => {
  it("leave no order: quantiles of rows with a NaN are NaN", () => {
    const x = [
      [1, nan, 3],
      [1, 2, 3],
    ];
    expect(valuesOf(ops.median(x, 1))).toEqual([nan, 2]);
    expect(valuesOf(ops.quantile(x, [0, 1], { axis: 1 }))).toEqual([nan, 1, nan, 3]);
    expect(valuesOf(ops.percentile(x, 50))).toEqual([nan]);
  });
  it("pass through sums of exponentials", () => {
    expect(valuesOf(ops.logsumexp([[infinity, 1], [-infinity, -infinity], [-infinity, 2]], 1))).toEqual([infinity, -infinity, 2]); // biome-ignore format: rows
    expect(ops.logsumexp([1000, 1000])).toBeClose(1000 + Math.LN2);
    expect(grads((x) => ops.logsumexp(x!))([ops.tensor([0, Math.log(3)])])[0]).toBeClose([0.25, 0.75]);
  });
  it("equal nothing, themselves included", () => {
    expect(valuesOf(ops.isin([nan, 1], [nan, 1]))).toEqual([0, 1]);
  });
  it("stand for what is outside of a function, in its slope too", () => {
    expect(valuesOf(grads((x) => ops.arccosh(x!))([ops.tensor([-2, 0, 2])])[0]!)).toEqual([
      nan,
      nan,
      Math.fround(1 / Math.sqrt(3)),
    ]);
  });
});

describe("small numbers", () => {
  it("have sines with all digits on both sides of 0", () => {
    const angles = [1e-8, -1e-8, -1e-5, -1e-3, -1].map(Math.fround);
    for (const [i, sine] of valuesOf(ops.sin(angles)).entries()) {
      expect(Math.abs(sine / Math.sin(angles[i]!) - 1)).toBeLessThan(1e-6);
    }
  });
  it("have a sinc of 1", () => {
    expect(ops.sinc([-1e-8, 1e-8, -1e-4, -0.01])).toBeClose([1, 1, 1, 0.9998355]);
  });
  it("have slopes of their sizes and cube roots", () => {
    const x = ops.tensor([1e-8, -1e-8, 0]);
    expect(valuesOf(grads((y) => ops.absolute(y!))([x])[0]!)).toEqual([1, -1, 0]);
    expect(valuesOf(grads((y) => ops.cbrt(y!))([ops.tensor([1e-8])])[0]!)[0]! / 71814.4).toBeCloseTo(1, 3);
  });
});

describe("cumprod", () => {
  it("has slopes at zeros: those of the products without them", () => {
    // x₀, x₀x₁, x₀x₁x₂, x₀x₁x₂x₃ at (2, 0, 3, 0)
    const [slope] = grads((x) => ops.cumprod(x!))([ops.tensor([2, 0, 3, 0])]);
    expect(valuesOf(slope!)).toEqual([1, 2 + 6, 0, 0]);
  });
});
