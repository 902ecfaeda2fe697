import { describe, expect, it } from "@hornbeam/testing";
import { SparseTopKCategoricalAccuracy, sparseTopKCategoricalAccuracy } from "./sparse-top-k-categorical-accuracy.ts";

describe("SparseTopKCategoricalAccuracy", () => {
  it("is the share of samples whose true class is among the likeliest", () => {
    const yPred = [
      [0.1, 0.9, 0.8],
      [0.05, 0.95, 0],
    ];
    expect(sparseTopKCategoricalAccuracy([2, 1], yPred, { k: 1 })).toBeClose([0, 1]);
    expect(new SparseTopKCategoricalAccuracy({ k: 2 })([2, 1], yPred)).toBeClose(1);
  });
  it("takes numbers of classes, the likeliest first", () => {
    expect(
      sparseTopKCategoricalAccuracy(
        [2, 1],
        [
          [1, 0, 2],
          [2, 1, 0],
        ],
        { k: 2, fromSortedIds: true },
      ),
    ).toBeClose([0, 1]);
    expect(new SparseTopKCategoricalAccuracy({ fromSortedIds: true }).getConfig()).toMatchObject({
      from_sorted_ids: true,
    });
    expect(new SparseTopKCategoricalAccuracy().getConfig()).toEqual({
      name: "sparse_top_k_categorical_accuracy",
      dtype: "float32",
      k: 5,
    });
  });
  it("has no class beyond those that are predicted", () => {
    expect(sparseTopKCategoricalAccuracy([7], [[0.5, 0.5]], { k: 2 })).toBeClose([0]);
  });
});
