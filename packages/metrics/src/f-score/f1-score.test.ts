import { describe, expect, it } from "@hornbeam/testing";
import { F1Score } from "./f1-score.ts";

describe("F1Score", () => {
  it("averages over classes, by their number, or over all cases", () => {
    const [yTrue, yPred] = [
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
    ];
    // class 0: precision 1, recall ½; class 1: precision ½, recall 1
    const score = (average: "micro" | "macro" | "weighted" | null) =>
      new F1Score({ average, threshold: 0.5 })(yTrue, yPred);
    expect(score(null)).toBeClose([2 / 3, 2 / 3]);
    expect(score("macro")).toBeClose(2 / 3);
    expect(score("weighted")).toBeClose(2 / 3);
    expect(score("micro")).toBeClose(2 / 3);
  });
  it("weighs samples", () => {
    const metric = new F1Score({ average: "micro", threshold: 0.5 });
    expect(metric([[1], [1]], [[1], [0]], { sampleWeight: [3, 1] })).toBeClose((2 * 0.75) / 1.75);
  });
  it("refuses other averages and shapes", () => {
    expect(() => new F1Score({ average: "median" as never })).toThrow(
      'Cannot create F1Score: `average` must be one of null, "micro", "macro", "weighted", received "median"',
    );
    expect(() => new F1Score({ name: "f1" }).updateState([1], [1])).toThrow(
      'Cannot update F1Score "f1": `yTrue` and `yPred` must be of shape [batch, classes], received shape [1]',
    );
  });
});
