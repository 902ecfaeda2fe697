import { KerasTensor, toTensor } from "@hornbeam/core";
import { grads } from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "@hornbeam/testing";
import { norm } from "../linalg/norm.ts";
import { batchNormalization } from "./batch-normalization.ts";
import { layerNormalization, rmsNormalization } from "./layer-normalization.ts";
import { moments } from "./moments.ts";
import { normalize } from "./normalize.ts";

describe("normalization", () => {
  it("measures mean and variance", () => {
    const [mean, variance] = moments(
      [
        [1, 5],
        [3, 5],
      ],
      [0],
    );
    expect(mean).toBeClose([2, 5]);
    expect(variance).toBeClose([1, 0]);
    expect(moments(new KerasTensor([null, 3]), [0], { keepdims: true })[0].shape).toEqual([1, 3]);
  });

  it("uses statistics along any axis", () => {
    const options = { offset: [10, 20], scale: [2, 1], epsilon: 0 };
    expect(
      batchNormalization(
        [
          [1, 4],
          [3, 8],
        ],
        [1, 4],
        [1, 4],
        -1,
        options,
      ),
    ).toBeClose([
      [10, 20],
      [14, 22],
    ]);
    expect(
      batchNormalization(
        [
          [1, 4],
          [3, 8],
        ],
        [1, 4],
        [1, 4],
        0,
        { epsilon: 0 },
      ),
    ).toBeClose([
      [0, 3],
      [-0.5, 2],
    ]);
    expect(() => batchNormalization([[1, 4]], [1], [1], -1)).toThrow(
      "Cannot call ops.batchNormalization: mean and variance must have the shape [2] of axis 1, received shape [1]",
    );
  });

  it("normalises each sample", () => {
    expect(layerNormalization([[1, 3]], [2, 2], [1, 0], { epsilon: 0 })).toBeClose([[-1, 2]]);
    expect(
      layerNormalization(
        [
          [1, 3],
          [5, 7],
        ],
        null,
        null,
        { axis: 0 },
      ),
    ).toBeClose(
      [
        [-1, -1],
        [1, 1],
      ],
      { atol: 1e-4 },
    );
    expect(rmsNormalization([[3, 4]], [1, 2], { epsilon: 0 })).toBeClose([[3 / Math.sqrt(12.5), 8 / Math.sqrt(12.5)]]);
  });

  it("scales to norm 1, and leaves zeros alone", () => {
    expect(
      normalize([
        [3, 4],
        [0, 0],
      ]),
    ).toBeClose([
      [0.6, 0.8],
      [0, 0],
    ]);
    expect(normalize([1, -3], { order: 1 })).toBeClose([0.25, -0.75]);
    expect(() => normalize([1], { order: 0 })).toThrow("`order` must be an integer from 1, received 0");
  });
});

describe("normalize", () => {
  it("has a finite slope at 0, where it divides by epsilon", () => {
    const [slope] = grads((x) => normalize(x!, { epsilon: 1e-3 }))([toTensor([[0, 0]])]);
    expect(slope).toBeClose([[1000, 1000]]);
    expect(normalize([[0, 0]])).toBeClose([[0, 0]]);
  });
  it("divides a matrix by the norm of a matrix", () => {
    // the largest sum of a column
    expect(normalize([[1, -2], [1, 2]], { axis: null, order: 1 })).toBeClose([[0.25, -0.5], [0.25, 0.5]]); // biome-ignore format: rows
    expect(() => normalize([[1]], { axis: [0, 1], order: 3 })).toThrow("Cannot call ops.norm: `ord` must be");
  });
  it("refuses weights that do not fit", () => {
    expect(() => layerNormalization([[1, 2]], [1, 2, 3])).toThrow(
      "Cannot call ops.layerNormalization: weights must have the 2 elements of the axis, received shape [3]",
    );
    expect(() => rmsNormalization([[1, 2]], [1, 2, 3])).toThrow("Cannot call ops.rmsNormalization");
    expect(() => norm([1, 2], { ord: "fro" })).toThrow(
      'Cannot call ops.norm: `ord` must be a number for vectors, received "fro"',
    );
  });
});
