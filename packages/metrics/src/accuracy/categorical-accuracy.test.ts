import { describe, expect, it } from "@hornbeam/testing";
import { CategoricalAccuracy, categoricalAccuracy } from "./categorical-accuracy.ts";

describe("CategoricalAccuracy", () => {
  it("is the share of samples whose likeliest class is the true one", () => {
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
    expect(categoricalAccuracy(yTrue, yPred)).toBeClose([0, 1]);
    expect(new CategoricalAccuracy()(yTrue, yPred)).toBeClose(0.5);
    expect(new CategoricalAccuracy()(yTrue, yPred, { sampleWeight: [0.7, 0.3] })).toBeClose(0.3);
  });
});
