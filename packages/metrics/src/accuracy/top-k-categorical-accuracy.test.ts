import { describe, expect, it } from "@hornbeam/testing";
import { TopKCategoricalAccuracy, topKCategoricalAccuracy } from "./top-k-categorical-accuracy.ts";

describe("TopKCategoricalAccuracy", () => {
  it("is the share of samples whose true class is among the likeliest", () => {
    const [yTrue, yPred] = [
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
      [
        [0.1, 0.9, 0.8],
        [0.05, 0.95, 0],
      ],
    ];
    expect(topKCategoricalAccuracy(yTrue, yPred, { k: 1 })).toBeClose([0, 1]);
    expect(new TopKCategoricalAccuracy({ k: 2 })(yTrue, yPred)).toBeClose(1);
  });
  it("counts ties, and no prediction that is not finite", () => {
    expect(topKCategoricalAccuracy([[0, 1]], [[0.5, 0.5]], { k: 1 })).toBeClose([1]);
    expect(topKCategoricalAccuracy([[0, 1]], [[0.5, Number.POSITIVE_INFINITY]], { k: 1 })).toBeClose([0]);
  });
  it("takes a class a step", () => {
    const [yTrue, yPred] = [
      [
        [
          [1, 0],
          [1, 0],
        ],
      ],
      [
        [
          [0.9, 0.1],
          [0.2, 0.8],
        ],
      ],
    ];
    expect(topKCategoricalAccuracy(yTrue, yPred, { k: 1 })).toBeClose([[1, 0]]);
  });
  it("refuses to count none", () => {
    expect(() => new TopKCategoricalAccuracy({ k: 0 })).toThrow(
      "Cannot create TopKCategoricalAccuracy: `k` must be a positive integer, received 0",
    );
  });
});
