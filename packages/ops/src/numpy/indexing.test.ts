import { KerasTensor, Slice, toNDArray, toTensor } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { getItem } from "../core/get-item.ts";
import { slice } from "../core/slice.ts";
import { sliceUpdate } from "../core/slice-update.ts";
import { segmentSum } from "../math/segment-sum.ts";
import { oneHot } from "../nn/one-hot.ts";
import { argsort, sort, topK } from "./sort.ts";
import { take, takeAlongAxis } from "./take.ts";
import { nonzero, where } from "./where.ts";

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

describe("getItem", () => {
  it("takes numbers, ranges, new axes and the rest", () => {
    expect(getItem(x, 1)).toBeClose([4, 5, 6]);
    expect(getItem(x, [new Slice(), -1])).toBeClose([3, 6]);
    expect(getItem(x, ["...", new Slice(null, null, 2)])).toBeClose([
      [1, 3],
      [4, 6],
    ]);
    expect(getItem(x, [new Slice(null, null, -1), new Slice(5, 0, -2)])).toBeClose([[6], [3]]);
    expect(getItem(x, [null, 0])).toBeClose([[1, 2, 3]]);
    expect(getItem(x, toTensor(1))).toBeClose([4, 5, 6]);
    expect(getItem(x, [0, new Slice(2, 1)]).shape).toEqual([0]);
  });

  it("infers shapes", () => {
    const open = new KerasTensor([null, 5, 4]);
    expect(getItem(open, ["...", 0]).shape).toEqual([null, 5]);
    expect(getItem(open, [new Slice(), new Slice(1, -1)]).shape).toEqual([null, 3, 4]);
    expect(getItem(open, new Slice(0, 2)).shape).toEqual([null, 5, 4]);
  });

  it("refuses what lies outside", () => {
    expect(() => getItem(x, 2)).toThrow("the index 2 of axis 0 must be in [-2, 2), received shape [2, 3]");
    expect(() => getItem(x, [0, 0, 0])).toThrow('the key must have at most 2 indices and one "...", it has 3');
    expect(() => getItem(x, 0.5)).toThrow('`key` must hold integers, slices, null and one "...", received 0.5');
  });
});

describe("blocks", () => {
  it("are taken and replaced", () => {
    expect(slice(x, [0, 1], [2, 2])).toBeClose([
      [2, 3],
      [5, 6],
    ]);
    expect(sliceUpdate(x, [1, 0], [[9, 8]])).toBeClose([
      [1, 2, 3],
      [9, 8, 6],
    ]);
    expect(() => slice(x, [1, 1], [2, 2])).toThrow("a block of shape [2, 2] from [1, 1] must lie in the tensor");
  });
});

describe("take", () => {
  it("counts from the end where indices are negative", () => {
    expect(take(x, [-1, 0], 0)).toBeClose([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect(take(x, [[0, 5]])).toBeClose([[1, 6]]);
    expect(take(new KerasTensor([null, 4]), new KerasTensor([7, 2], "int32"), 1).shape).toEqual([null, 7, 2]);
  });

  it("follows indices along an axis", () => {
    expect(
      takeAlongAxis(
        x,
        [
          [2, 0],
          [1, 1],
        ],
        1,
      ),
    ).toBeClose([
      [3, 1],
      [5, 5],
    ]);
    expect(takeAlongAxis(x, [[1, 0, -1]], 0)).toBeClose([[4, 2, 6]]);
    expect(() => takeAlongAxis(x, [0], 1)).toThrow("`x` and `indices` must have the same rank");
  });
});

describe("where", () => {
  it("chooses, with broadcasting and promotion", () => {
    expect(where([[true], [false]], [1, 2], 0.5)).toBeClose([
      [1, 2],
      [0.5, 0.5],
    ]);
    expect(where([true], 1, 2).dtype).toBe("int32");
  });

  it("lists where a condition holds", () => {
    expect(
      where([
        [true, false],
        [true, true],
      ]).map((list) => toNDArray(list).toArray()),
    ).toEqual([
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(nonzero([0, 3]).map((list) => toNDArray(list).toArray())).toEqual([[1]]);
    expect(() => where([true], 1, null as never)).toThrow("`x2` must be given where the other is, received null");
  });
});

describe("order", () => {
  it("sorts stably, NaN last", () => {
    expect(sort([2, NaN, 1])).toBeClose([1, 2, NaN]);
    expect(argsort([1, 0, 1, 0])).toBeClose([1, 3, 0, 2]);
    expect(
      sort(
        [
          [3, 1],
          [2, 4],
        ],
        { axis: 0 },
      ),
    ).toBeClose([
      [2, 1],
      [3, 4],
    ]);
    expect(
      sort(
        [
          [3, 1],
          [2, 4],
        ],
        { axis: null },
      ),
    ).toBeClose([1, 2, 3, 4]);
  });

  it("gives the largest first, and of equals the first", () => {
    const [values, indices] = topK(
      [
        [1, 3, 3],
        [5, 4, 6],
      ],
      2,
    );
    expect(values).toBeClose([
      [3, 3],
      [6, 5],
    ]);
    expect(indices).toBeClose([
      [1, 2],
      [2, 0],
    ]);
    expect(() => topK([1, 2], 3)).toThrow("the last axis must have at least k = 3 elements, received shape [2]");
  });
});

describe("classes", () => {
  it("become vectors, and none of those outside", () => {
    expect(oneHot([0, 2, -1, 3], 3)).toBeClose([
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(oneHot(new KerasTensor([null, 4], "int32"), 3, { axis: 1, dtype: "bool" })).toMatchObject({
      shape: [null, 3, 4],
      dtype: "bool",
    });
  });

  it("are summed apart", () => {
    expect(
      segmentSum(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        [2, 0, 2],
        { numSegments: 3 },
      ),
    ).toBeClose([
      [3, 4],
      [0, 0],
      [6, 8],
    ]);
    expect(segmentSum([1, 2, 4], [1, 1, 0])).toBeClose([4, 3]);
    expect(() => segmentSum([1, 2], [0])).toThrow("`segmentIds` must hold one id for each slice of the data");
  });
});
