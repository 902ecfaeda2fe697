import { describe, expect, it } from "@hornbeam/testing";
import { FalseNegatives } from "./false-negatives.ts";
import { FalsePositives } from "./false-positives.ts";
import { TrueNegatives } from "./true-negatives.ts";
import { TruePositives } from "./true-positives.ts";

const [yTrue, yPred] = [
  [1, 1, 0, 0, 1],
  [0.9, 0.4, 0.6, 0.1, 0.5],
]; // above ½: the first and the third

describe.each([
  ["TruePositives", TruePositives, 1, [3, 1, 1], 2],
  ["FalsePositives", FalsePositives, 1, [1, 1, 0], 0.5],
  ["TrueNegatives", TrueNegatives, 1, [1, 1, 2], 3],
  ["FalseNegatives", FalseNegatives, 2, [0, 2, 2], 5],
] as const)("%s", (_, Class, plain, several, weighted) => {
  it("counts its case at ½", () => {
    expect(new Class()(yTrue, yPred)).toBeClose(plain);
  });
  it("counts it at several thresholds", () => {
    expect(new Class({ thresholds: [0.3, 0.5, 0.7] })(yTrue, yPred)).toBeClose([...several]);
  });
  it("adds weights", () => {
    expect(new Class()(yTrue, yPred, { sampleWeight: [2, 1, 0.5, 3, 4] })).toBeClose(weighted);
  });
  it("counts the same among even thresholds, whose places it computes", () => {
    const even = Array.from({ length: 11 }, (_, i) => i / 10);
    const one = (threshold: number) => new Class({ thresholds: threshold })(yTrue, yPred).dataSync()[0]!;
    expect(new Class({ thresholds: even })(yTrue, yPred)).toBeClose(even.map(one));
  });
  it("refuses thresholds outside of [0, 1]", () => {
    expect(() => new Class({ thresholds: [0.5, 1.5] })).toThrow(
      "`thresholds` must be a threshold in [0, 1] or a list of such thresholds or null, received [0.5, 1.5]",
    );
  });
});
