import { describe, expect, it } from "@hornbeam/testing";
import { AUC } from "./auc.ts";

describe("AUC", () => {
  it("is the area under true over false positive rates", () => {
    // at 0-, ½, 1+: (1, 1), (0, 0.5), (0, 0)
    expect(new AUC({ numThresholds: 3 })([0, 0, 1, 1], [0, 0.5, 0.3, 0.9])).toBeClose(0.75);
    expect(new AUC()([0, 1], [0.1, 0.9])).toBeClose(1);
    expect(new AUC()([0, 1], [0.9, 0.1])).toBeClose(0);
  });
  it("takes the area below or above the points", () => {
    const area = (summationMethod: "minoring" | "majoring") =>
      new AUC({ numThresholds: 3, summationMethod })([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]);
    expect(area("minoring")).toBeClose(0.5);
    expect(area("majoring")).toBeClose(1);
  });
  it("follows Keras on other curves", () => {
    // made by Keras
    const [yTrue, yPred] = [
      [0, 0, 1, 1],
      [0, 0.5, 0.3, 0.9],
    ];
    expect(new AUC({ numThresholds: 5, curve: "PR" })(yTrue, yPred)).toBeClose(0.8873265);
    expect(new AUC({ numThresholds: 5, curve: "PRGAIN" })(yTrue, yPred)).toBeClose(0.75);
  });
  it("gives labels areas of their own, and averages them by weight", () => {
    const [yTrue, yPred] = [
      [
        [0, 1],
        [1, 0],
      ],
      [
        [0.1, 0.1],
        [0.9, 0.9],
      ],
    ];
    expect(new AUC({ multiLabel: true })(yTrue, yPred)).toBeClose(0.5);
    expect(new AUC({ multiLabel: true, labelWeights: [3, 1] })(yTrue, yPred)).toBeClose(0.75);
  });
  it("takes logits, and thresholds of one's own, which set their number", () => {
    expect(new AUC({ fromLogits: true })([0, 1], [-2, 2])).toBeClose(1);
    const metric = new AUC({ thresholds: [0.6, 0.25] });
    expect(metric.getConfig()).toMatchObject({ num_thresholds: 4, thresholds: [0.25, 0.6] });
    expect(new AUC().getConfig()).not.toHaveProperty("thresholds");
    expect(new AUC({ curve: "pr" as never }).curve).toBe("PR");
  });
  it("refuses curves that there are not, one threshold, and labels of one", () => {
    expect(() => new AUC({ curve: "LIFT" as never })).toThrow(
      'Cannot create AUC: `curve` must be one of "ROC", "PR", "PRGAIN", received "LIFT"',
    );
    expect(() => new AUC({ numThresholds: 1 })).toThrow(
      "Cannot create AUC: `numThresholds` must be an integer of at least 2, received 1",
    );
    expect(() => new AUC({ numLabels: 2 })).toThrow(
      "Cannot create AUC: `numLabels` must be null without `multiLabel`, received 2",
    );
    expect(() => new AUC({ multiLabel: true, name: "auc" }).updateState([0, 1], [0, 1])).toThrow(
      'Cannot update AUC "auc": `yPred` must be of shape [batch, labels] with `multiLabel`, received shape [2]',
    );
  });
});
