import { KerasTensor, NDArray, ShapeError, toNDArray, toTensor } from "@hornbeam/core";
import { grads } from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "@hornbeam/testing";
import { concatenate, stack } from "./concatenate.ts";
import { expandDims, squeeze } from "./expand-squeeze.ts";
import { flip, roll } from "./flip.ts";
import { meshgrid } from "./meshgrid.ts";
import { pad } from "./pad.ts";
import { broadcastTo, repeat, tile } from "./repeat.ts";
import { ravel, reshape } from "./reshape.ts";
import { vander } from "./spaced.ts";
import { split, unstack } from "./split.ts";
import { arraySplit } from "./splitting.ts";
import { moveaxis, swapaxes, transpose } from "./transpose.ts";
import { bartlett } from "./windows.ts";

const x = [
  [1, 2, 3],
  [4, 5, 6],
];
const open = new KerasTensor([null, 3]);

describe("reshape", () => {
  it("settles one open size", () => {
    expect(reshape(x, [3, -1])).toBeClose([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(reshape(x, -1).shape).toEqual([6]);
    expect(ravel(x)).toBeClose([1, 2, 3, 4, 5, 6]);
    expect(reshape(open, [-1, 3, 1]).shape).toEqual([null, 3, 1]);
    expect(reshape(new KerasTensor([2, 6]), [3, -1]).shape).toEqual([3, 4]);
    expect(ravel(open).shape).toEqual([null]);
  });

  it("refuses another number of elements", () => {
    expect(() => reshape(x, [4, 2])).toThrow(ShapeError);
    expect(() => reshape(x, [4, 2])).toThrow(
      "Cannot call ops.reshape: the 6 elements of shape [2, 3] must fill the new one of 8 elements, received shape [4, 2]",
    );
    expect(() => reshape(x, [-1, -1])).toThrow("`newshape` must leave one size open at most");
  });
});

describe("order of axes", () => {
  it("transposes, swaps and moves", () => {
    expect(transpose(x)).toBeClose([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(transpose(new KerasTensor([null, 2, 3]), { axes: [0, 2, 1] }).shape).toEqual([null, 3, 2]);
    expect(swapaxes(new KerasTensor([1, 2, 3]), 0, -1).shape).toEqual([3, 2, 1]);
    expect(moveaxis(new KerasTensor([1, 2, 3, 4]), [0, 1], [-1, 0]).shape).toEqual([2, 3, 4, 1]);
    expect(() => transpose(x, { axes: [0, 0] })).toThrow("`axes` must name each of the 2 axes once, received [0, 0]");
  });

  it("adds and drops axes of size 1", () => {
    expect(expandDims(open, [0, -1]).shape).toEqual([1, null, 3, 1]);
    expect(squeeze(new KerasTensor([1, null, 1]), 2).shape).toEqual([1, null]);
    expect(() => squeeze(new KerasTensor([null, 3]), 1)).toThrow(
      "Cannot call ops.squeeze: axis 1 must have size 1 to be squeezed, received shape [null, 3]",
    );
  });

  it("reverses and rolls", () => {
    expect(flip(x)).toBeClose([
      [6, 5, 4],
      [3, 2, 1],
    ]);
    expect(roll(x, 1, 1)).toBeClose([
      [3, 1, 2],
      [6, 4, 5],
    ]);
    expect(roll(x, -1)).toBeClose([
      [2, 3, 4],
      [5, 6, 1],
    ]);
    expect(roll(x, [1, -1], [0, 1])).toBeClose([
      [5, 6, 4],
      [2, 3, 1],
    ]);
  });
});

describe("joining and cutting", () => {
  it("concatenates and stacks", () => {
    expect(concatenate([x, [[7, 8, 9]]])).toBeClose([...x, [7, 8, 9]]);
    expect(concatenate([open, new KerasTensor([null, 2], "int32")], { axis: -1 })).toMatchObject({
      shape: [null, 5],
      dtype: "float32",
    });
    expect(
      stack(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ),
    ).toBeClose([
      [1, 3],
      [2, 4],
    ]);
    expect(stack([open, open], -1).shape).toEqual([null, 3, 2]);
    expect(() => concatenate([open, new KerasTensor([null, 4])], 0)).toThrow(
      "Cannot call ops.concatenate: shapes must agree but for axis 0, received shape [[null, 3], [null, 4]]",
    );
    expect(() => concatenate([])).toThrow("`xs` must be a list of at least one tensor, received []");
  });

  it("splits evenly, or at indices, also beyond the end", () => {
    expect(split(x, 3, 1).map((part) => toNDArray(part).toArray())).toEqual([
      [[1], [4]],
      [[2], [5]],
      [[3], [6]],
    ]);
    expect(split([1, 2, 3], [1, 9]).map(({ shape }) => shape)).toEqual([[1], [2], [0]]);
    expect(split(open, [1], 1).map(({ shape }) => shape)).toEqual([
      [null, 1],
      [null, 2],
    ]);
    expect(() => split(x, 2, 1)).toThrow(
      "Cannot call ops.split: axis 1 must be divisible into 2 equal parts, received shape [2, 3]",
    );
  });

  it("unstacks along an axis whose size is known", () => {
    expect(unstack(x, { axis: 1 }).map((part) => toNDArray(part).toArray())).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(unstack(open, { num: 2 }).map(({ shape }) => shape)).toEqual([[3], [3]]);
    expect(() => unstack(open)).toThrow("the size of axis 0 must be known, or `num` be given");
  });
});

describe("more elements", () => {
  it("repeats tensors and elements", () => {
    expect(tile([1, 2], [2, 2])).toBeClose([
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ]);
    expect(repeat(x, [2, 0], 0)).toBeClose([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(repeat(open, 2, 0).shape).toEqual([null, 3]);
    expect(broadcastTo([[1], [2]], [2, 2])).toBeClose([
      [1, 1],
      [2, 2],
    ]);
    expect(() => broadcastTo([1, 2, 3], [3, 2])).toThrow("the tensor must broadcast to [3, 2], received shape [3]");
  });

  it("pads with constants, reflections, symmetric parts and edges", () => {
    expect(pad([1, 2], 1, { constantValues: 9 })).toBeClose([9, 1, 2, 9]);
    expect(pad([1, 2, 3], [[2, 1]], { mode: "reflect" })).toBeClose([3, 2, 1, 2, 3, 2]);
    expect(pad([1, 2, 3], [[2, 1]], { mode: "symmetric" })).toBeClose([2, 1, 1, 2, 3, 3]);
    expect(pad([1, 2, 3], [[2, 1]], { mode: "edge" })).toBeClose([1, 1, 1, 2, 3, 3]);
    expect(
      pad(open, [
        [1, 1],
        [0, 2],
      ]).shape,
    ).toEqual([null, 5]);
    expect(() => pad([1, 2], 2, { mode: "reflect" })).toThrow(
      'Cannot call ops.pad: the mode "reflect" can add at most 1 elements to axis 0, received shape [2]',
    );
    expect(() => pad([1, 2], 1, { mode: "reflect", constantValues: 1 })).toThrow(
      'Cannot call ops.pad: `constantValues` must not be given in the mode "reflect", received 1',
    );
  });

  it("spans grids", () => {
    const [first, second] = meshgrid([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(first).toBeClose([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(second).toBeClose([
      [4, 4, 4],
      [5, 5, 5],
    ]);
  });
});

describe("sizes that come as tensors", () => {
  it("cut, repeat and count as plain numbers do", () => {
    const at = new NDArray(Int32Array.of(1, 3), [2]);
    expect(split([1, 2, 3, 4], at).map((part) => part.shape)).toEqual([[1], [2], [1]]);
    expect(repeat([5, 6], toTensor(at))).toBeClose([5, 6, 6, 6]);
    expect(bartlett(new NDArray(Int32Array.of(3), []))).toBeClose([0, 1, 0]);
  });
  it("give a gradient for a single part", () => {
    const [slope] = grads((x) => split(x!, 1, { axis: -1 })[0]!)([toTensor([[1, 2]])]);
    expect(slope).toBeClose([[1, 1]]);
  });
  it("are refused where they cannot be", () => {
    expect(() => split([1, 2, 3, 4], [3, 1])).toThrow(
      "Cannot call ops.split: `indicesOrSections` must be indices that do not decrease, received [3, 1]",
    );
    expect(() => arraySplit([1, 2], [1])).toThrow(
      "Cannot call ops.arraySplit: `indicesOrSections` must be a positive integer, of type `int`, received [1]",
    );
    expect(() => vander([[1]])).toThrow(
      "Cannot call ops.vander: the input must be 1-dimensional, received shape [1, 1]",
    );
    expect(() => squeeze(new KerasTensor([null, 1]), 0)).toThrow(
      "Cannot call ops.squeeze: axis 0 must have size 1 to be squeezed, received shape [null, 1]",
    );
  });
});
