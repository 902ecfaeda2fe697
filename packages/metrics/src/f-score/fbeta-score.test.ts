import { describe, expect, it } from "@hornbeam/testing";
import { FBetaScore } from "./fbeta-score.ts";

describe("FBetaScore", () => {
  it("weighs recall beside precision, a class", () => {
    // precision 1 and 1, recall ½ and 1
    const [yTrue, yPred] = [
      [
        [1, 1],
        [1, 0],
      ],
      [
        [0.2, 0.6],
        [0.8, 0.2],
      ],
    ];
    expect(new FBetaScore({ beta: 2, threshold: 0.5 })(yTrue, yPred)).toBeClose([(5 * 0.5) / 4.5, 1]);
  });
  it("takes the largest prediction where there is no threshold", () => {
    expect(new FBetaScore()([[1, 0]], [[0.4, 0.3]])).toBeClose([1, 0]);
    expect(new FBetaScore()([[1, 0]], [[0, 0]])).toBeClose([0, 0]);
  });
  it("refuses thresholds of zero", () => {
    expect(() => new FBetaScore({ threshold: 0 })).toThrow(
      "Cannot create FBetaScore: `threshold` must be a number in (0, 1] or null, received 0",
    );
  });
});
