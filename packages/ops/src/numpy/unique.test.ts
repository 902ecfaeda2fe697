import { KerasTensor, NDArray, ready, toTensor, valueAndGrad } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { argpartition } from "./argpartition.ts";
import { multiply } from "./arithmetic.ts";
import { sum } from "./reductions.ts";
import { unique } from "./unique.ts";

beforeAll(() => ready());

describe("unique", () => {
  const x = new NDArray(Int32Array.of(3, 1, 2, 3, 1), [5]);
  it("gives each element once, in order", () => {
    const values = unique(x);
    expect(valuesOf(values)).toEqual([1, 2, 3]);
    expect(values.dtype).toBe("int32");
    expect(valuesOf(unique(x, { sorted: false }))).toEqual([3, 1, 2]);
  });
  it("says where, which and how many", () => {
    const all = unique(x, { returnIndex: true, returnInverse: true, returnCounts: true });
    expect(all.map(valuesOf)).toEqual([
      [1, 2, 3],
      [1, 2, 0],
      [2, 0, 1, 2, 0],
      [2, 1, 2],
    ]);
  });
  it("compares slices along an axis, element by element", () => {
    const rows = [
      [1, 10],
      [1, 9],
      [1, 10],
      [-1, 0],
    ];
    const [values, inverse] = unique(rows, { axis: 0, returnInverse: true });
    expect(values).toBeClose([
      [-1, 0],
      [1, 9],
      [1, 10],
    ]);
    expect(valuesOf(inverse!)).toEqual([2, 1, 2, 0]);
    expect(unique([[2, 1, 2]], { axis: 1 })).toBeClose([[1, 2]]);
  });
  it("gives as many as are wanted", () => {
    expect(valuesOf(unique(x, { size: 2 }))).toEqual([1, 2]);
    const [values, counts] = unique(x, { size: 4, fillValue: 9, returnCounts: true });
    expect(valuesOf(values!)).toEqual([1, 2, 3, 9]);
    expect(valuesOf(counts!)).toEqual([2, 1, 2, 0]);
  });
  it("keeps the shape of the tensor for the inverse, and puts NaN last", () => {
    const [values, inverse] = unique(
      [
        [Number.NaN, 1],
        [0, Number.NaN],
      ],
      { returnInverse: true },
    );
    expect(valuesOf(values!)).toEqual([0, 1, Number.NaN]);
    expect(inverse!.shape).toEqual([2, 2]);
    expect(valuesOf(inverse!)).toEqual([2, 1, 0, 2]);
  });
  it("passes gradients to the first of equal elements", () => {
    const y = toTensor([2, 1, 2]);
    const { grads } = valueAndGrad(() => sum(multiply(unique(y), [10, 20])), [y]);
    expect(valuesOf(grads[0]!)).toEqual([20, 10, 0]);
  });
  it("tells its shapes without data", () => {
    const all = unique(new KerasTensor([null, 3]), { axis: 0, size: 4, returnInverse: true });
    expect(all.map(({ shape }) => shape)).toEqual([[4, 3], [null]]);
  });
});

describe("argpartition", () => {
  it("puts what is smaller before and what is larger behind", () => {
    const values = [5, 1, 4, 2, 3];
    const places = valuesOf(argpartition(values, 2));
    const ordered = places.map((place) => values[place]!);
    expect(ordered[2]).toBe(3);
    expect(Math.max(...ordered.slice(0, 2))).toBeLessThan(3);
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4]);
  });
  it("takes any axis, and all elements as one row", () => {
    expect(
      argpartition(
        [
          [2, 1],
          [1, 2],
        ],
        0,
        { axis: 0 },
      ),
    ).toBeClose([
      [1, 0],
      [0, 1],
    ]);
    expect(
      argpartition(
        [
          [2, 1],
          [1, 2],
        ],
        0,
        { axis: null },
      ).shape,
    ).toEqual([4]);
  });
  it("refuses a place that is not there", () => {
    expect(() => argpartition([1, 2], 2)).toThrow(
      "Cannot call ops.argpartition: `kth` must be an integer in [-2, 2), received 2",
    );
  });
});
