import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { histogram } from "./histogram.ts";

beforeAll(() => ready());

describe("histogram", () => {
  it("counts from the smallest to the largest element, both included", () => {
    const [counts, edges] = histogram([0, 1, 2, 3, 4], { bins: 2 });
    expect(counts).toBeClose([2, 3]);
    expect(edges).toBeClose([0, 2, 4]);
  });
  it("leaves out what is not in range, and NaN", () => {
    const [counts, edges] = histogram([-1, 0, 0.4, 0.5, 1, 7, Number.NaN], { bins: 2, range: [0, 1] });
    expect(counts).toBeClose([2, 2]);
    expect(edges).toBeClose([0, 0.5, 1]);
  });
  it("keeps integers", () => {
    const [counts, edges] = histogram(new NDArray(Int32Array.of(0, 1, 5), [3]), { bins: 2 });
    expect([counts.dtype, edges.dtype]).toEqual(["int32", "int32"]);
    expect(edges).toBeClose([0, 2, 5]);
    expect(counts).toBeClose([2, 1]);
  });
  it("has bounds that follow the elements", () => {
    checkGradients((x) => histogram(x, { bins: 3 })[1], numbers([6]));
  });
  it("knows what to do with nothing", () => {
    const [counts, edges] = histogram(numbers([0]), { bins: 2 });
    expect(counts).toBeClose([0, 0]);
    expect(edges).toBeClose([0, 0.5, 1]);
  });
  it("tells its shapes without data", () => {
    expect(histogram(new KerasTensor([null])).map(({ shape }) => shape)).toEqual([[10], [11]]);
  });
  it("refuses a range that ends before it begins, and matrices", () => {
    expect(() => histogram([1], { range: [1, 0] })).toThrow(
      "Cannot call ops.histogram: `range` must be two numbers, of which the second is not smaller, received [1, 0]",
    );
    expect(() => histogram([[1]])).toThrow("the tensor must have one axis, received shape [1, 1]");
  });
});
