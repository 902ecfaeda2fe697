import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { toCategorical } from "./to-categorical.ts";

describe("toCategorical", () => {
  it("puts a one at each class", () => {
    expect(toCategorical([0, 2, 1]).toArray()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(toCategorical([0, 2, 1]).dtype).toBe("float32");
  });

  it("takes the number of classes as a number or an option", () => {
    expect(toCategorical([1], 4).toArray()).toEqual([[0, 1, 0, 0]]);
    expect(toCategorical([1], { numClasses: 4 }).toArray()).toEqual([[0, 1, 0, 0]]);
  });

  it("keeps other axes and drops a last one of size 1", () => {
    const x = NDArray.from([[0, 1], [3, 2]], "uint8"); // biome-ignore format: a matrix
    expect(toCategorical(x).shape).toEqual([2, 2, 4]);
    expect(toCategorical(x).toArray()).toEqual([
      [[1, 0, 0, 0], [0, 1, 0, 0]], // biome-ignore format: a matrix
      [[0, 0, 0, 1], [0, 0, 1, 0]], // biome-ignore format: a matrix
    ]);
    expect(toCategorical([[1], [0]]).toArray()).toEqual([[0, 1], [1, 0]]); // biome-ignore format: a matrix
    expect(toCategorical([2]).shape).toEqual([1, 3]);
    expect(toCategorical(1, 3).toArray()).toEqual([0, 1, 0]);
  });

  it("reads bigints, cuts fractions and counts negative classes from the last, as NumPy does", () => {
    expect(toCategorical(NDArray.from([2n, 0n])).toArray()).toEqual([[0, 0, 1], [1, 0, 0]]); // biome-ignore format: a matrix
    expect(toCategorical([1.9]).toArray()).toEqual([[0, 1]]);
    expect(toCategorical([-1, 0], 3).toArray()).toEqual([[0, 0, 1], [1, 0, 0]]); // biome-ignore format: a matrix
  });

  it("keeps up with a million labels", () => {
    const labels = new NDArray(new Uint8Array(1_000_000).fill(1), [1_000_000]);
    expect(toCategorical(labels).shape).toEqual([1_000_000, 2]);
  });

  it("refuses what is no class", () => {
    expect(() => toCategorical([0, 3], 3)).toThrow(
      "Cannot make classes categorical: classes must be in [0, 3), received 3",
    );
    expect(() => toCategorical([-4], 3)).toThrow(
      "Cannot make classes categorical: classes must be in [0, 3), received -4",
    );
    expect(() => toCategorical([Number.NaN])).toThrow(
      "Cannot make classes categorical: classes must be whole numbers, received NaN",
    );
    expect(() => toCategorical(["1"])).toThrow(
      'Cannot make classes categorical: classes must be whole numbers, received "1"',
    );
    expect(() => toCategorical([])).toThrow("Cannot make classes categorical: there must be a class");
    expect(() => toCategorical([0], 0)).toThrow(
      "Cannot make classes categorical: `numClasses` must be a positive integer, received 0",
    );
    expect(() => toCategorical([0], { classes: 3 } as never)).toThrow(
      "Cannot make classes categorical: unknown option `classes`\nKnown options: numClasses.",
    );
  });
});
