import { describe, expect, it } from "@hornbeam/testing";
import { Precision } from "./precision.ts";

describe("Precision", () => {
  it("is the share of predicted positives that are", () => {
    expect(new Precision()([0, 1, 1, 1], [1, 0, 1, 1])).toBeClose(2 / 3);
    expect(new Precision()([0, 1, 1, 1], [1, 0, 1, 1], { sampleWeight: [0, 0, 1, 0] })).toBeClose(1);
    expect(new Precision()([1, 1], [0, 0])).toBeClose(0);
  });
  it("gives a result a threshold", () => {
    expect(new Precision({ thresholds: [0.2, 0.6] })([0, 1, 1], [0.5, 0.7, 0.1])).toBeClose([0.5, 1]);
  });
  it("takes the first of each sample, or one class alone", () => {
    const [yTrue, yPred] = [
      [
        [0, 1, 1],
        [1, 0, 0],
      ],
      [
        [0.9, 0.2, 0.4],
        [0.3, 0.1, 0.05],
      ],
    ];
    // the first two: classes 0 and 2, then 0 and 1
    expect(new Precision({ topK: 2 })(yTrue, yPred)).toBeClose(2 / 4);
    expect(new Precision({ classId: 0 })(yTrue, yPred)).toBeClose(0);
    expect(new Precision({ classId: 0, thresholds: 0.25 })(yTrue, yPred)).toBeClose(0.5);
  });
  it("refuses a class that there is not", () => {
    expect(() => new Precision({ classId: 3, name: "p" }).updateState([[0, 1]], [[0.5, 0.5]])).toThrow(
      'Cannot update Precision "p": the tensors must be of shape [batch, classes] and hold class 3, received shape [1, 2]',
    );
  });
});
