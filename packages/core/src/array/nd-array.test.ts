import { describe, expect, it } from "vitest";
import { NDArray } from "./nd-array.ts";

const x = NDArray.from([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("NDArray", () => {
  it("is made of nested lists, in float32", () => {
    expect([x.shape, x.dtype, [...(x.data as Float32Array)]]).toEqual([[2, 3], "float32", [1, 2, 3, 4, 5, 6]]);
  });

  it("keeps the type of a typed array", () => {
    expect(NDArray.from(Uint8Array.of(1, 2)).dtype).toBe("uint8");
    expect(NDArray.from(["a", "b"]).dtype).toBe("string");
    expect(NDArray.from([true, false]).toArray()).toEqual([true, false]);
  });

  it("cuts rows without copying them", () => {
    const rows = x.slice(1);
    expect(rows.toArray()).toEqual([[4, 5, 6]]);
    expect((rows.data as Float32Array).buffer).toBe((x.data as Float32Array).buffer);
    expect(x.slice(-1, 99).shape).toEqual([1, 3]);
    expect(x.slice(2, 1).shape).toEqual([0, 3]);
  });

  it("takes rows in any order", () => {
    expect(x.take([1, 0, 1]).toArray()).toEqual([
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(x.at(-1).toArray()).toEqual([4, 5, 6]);
  });

  it("computes with broadcasting", () => {
    expect(x.div(2).toArray()).toEqual([
      [0.5, 1, 1.5],
      [2, 2.5, 3],
    ]);
    expect(x.add(NDArray.from([[10], [20]])).toArray()).toEqual([
      [11, 12, 13],
      [24, 25, 26],
    ]);
    expect(NDArray.from(Uint8Array.of(255, 51)).div(255).toArray()).toEqual([1, Math.fround(0.2)]);
  });

  it("computes in float64 where an operand has it", () => {
    expect(NDArray.from(Float64Array.of(0.1)).add(0.2).item()).toBe(0.1 + 0.2);
  });

  it("reduces over any axes", () => {
    expect(x.sum().item()).toBe(21);
    expect(x.sum(0).toArray()).toEqual([5, 7, 9]);
    expect(x.mean(-1).toArray()).toEqual([2, 5]);
    expect(x.max([0, 1]).item()).toBe(6);
    expect(x.min(1).toArray()).toEqual([1, 4]);
  });

  it("finds the first extreme, and NaN before all", () => {
    expect(
      NDArray.from([
        [1, 3, 3],
        [7, 2, 7],
      ])
        .argMax(-1)
        .toArray(),
    ).toEqual([1, 0]);
    expect(
      NDArray.from([
        [5, 1],
        [0, 2],
      ])
        .argMin(0)
        .toArray(),
    ).toEqual([1, 0]);
    expect(NDArray.from([1, Number.NaN, 9]).argMax().item()).toBe(1);
  });

  it("transposes", () => {
    expect(x.transpose().toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(x.reshape([1, 3, 2]).transpose([2, 0, 1]).toArray()).toEqual([[[1, 3, 5]], [[2, 4, 6]]]);
  });

  it("converts between dtypes, cutting toward zero", () => {
    expect(NDArray.from([1.9, -1.9]).astype("int32").toArray()).toEqual([1, -1]);
    expect(NDArray.from([2, 0]).astype("bool").toArray()).toEqual([true, false]);
    expect(NDArray.from([3]).astype("int64").item()).toBe(3n);
  });

  it("compares by value", () => {
    expect(NDArray.from([Number.NaN, 0]).equals(NDArray.from([Number.NaN, -0]))).toBe(true);
    expect(NDArray.from([1]).equals(NDArray.from([[1]]))).toBe(false);
  });

  it("shows itself by its shape", () => {
    expect(String(x)).toBe("NDArray [2, 3] float32");
  });

  it("refuses what does not fit", () => {
    expect(() => NDArray.from([[1], [2, 3]])).toThrow(
      "Cannot create NDArray: nested lists must have equal lengths along each axis, received [2, 3]",
    );
    expect(() => new NDArray(new Float32Array(3), [2])).toThrow(
      "Cannot create NDArray: the data must have the 2 elements of shape [2], received 3",
    );
    expect(() => new NDArray(new Float32Array(1), [1], "int32")).toThrow(
      "Cannot create NDArray: the data must be storage of dtype int32, received Float32Array(1)",
    );
    expect(() => x.reshape([4])).toThrow(
      "Cannot reshape NDArray: the new shape must have the 6 elements of [2, 3], received [4]",
    );
    expect(() => x.take([2])).toThrow("Cannot take rows of NDArray: indices must be in [0, 2), received 2");
    expect(() => x.at(2)).toThrow("Cannot index NDArray: the index must be in [-2, 2), received 2");
    expect(() => x.item()).toThrow("Cannot read the item of NDArray: it must have one element, received shape [2, 3]");
    expect(() => x.add(NDArray.from([1, 2]))).toThrow(
      "Cannot add NDArrays: the shapes must broadcast, that of the left side being [2, 3], received shape [2]",
    );
    expect(() => NDArray.from(["a"]).add(1)).toThrow(
      'Cannot add NDArray: the elements must be numbers, received "string"',
    );
    expect(() => x.sum(2)).toThrow("Cannot sum NDArray: the axis must be in [-2, 2), received 2");
    expect(() => x.transpose([0, 0])).toThrow(
      "Cannot transpose NDArray: axes must name each of 2 axes once, received [0, 0]",
    );
  });
});
