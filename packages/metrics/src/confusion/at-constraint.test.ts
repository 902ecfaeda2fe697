import { describe, expect, it } from "@hornbeam/testing";
import { PrecisionAtRecall } from "./precision-at-recall.ts";
import { RecallAtPrecision } from "./recall-at-precision.ts";
import { SensitivityAtSpecificity } from "./sensitivity-at-specificity.ts";
import { SpecificityAtSensitivity } from "./specificity-at-sensitivity.ts";

const [yTrue, yPred] = [
  [0, 0, 0, 1, 1],
  [0, 0.3, 0.8, 0.3, 0.8],
];

describe("metrics at a constraint", () => {
  it("are the best of one share while another is large enough", () => {
    expect(new SensitivityAtSpecificity({ specificity: 0.5 })(yTrue, yPred)).toBeClose(0.5);
    expect(new SpecificityAtSensitivity({ sensitivity: 0.5 })(yTrue, yPred)).toBeClose(2 / 3);
    expect(new PrecisionAtRecall({ recall: 0.5 })(yTrue, yPred)).toBeClose(0.5);
    expect(new RecallAtPrecision({ precision: 0.8 })([0, 0, 1, 1], [0, 0.5, 0.3, 0.9])).toBeClose(0.5);
  });
  it("weigh samples", () => {
    const sampleWeight = [1, 1, 2, 2, 1];
    expect(new SensitivityAtSpecificity({ specificity: 0.5 })(yTrue, yPred, { sampleWeight })).toBeClose(1 / 3);
  });
  it("are 0 where no threshold fits", () => {
    expect(new RecallAtPrecision({ precision: 1 })([0, 1], [0.9, 0.1])).toBeClose(0);
  });
  it("take one class alone", () => {
    const [labels, scores] = [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0.1, 0.2],
        [0.9, 0.8],
      ],
    ];
    expect(new PrecisionAtRecall({ recall: 1, classId: 1 })(labels, scores)).toBeClose(1);
  });
  it("try one half where there is one threshold", () => {
    expect(new SensitivityAtSpecificity({ specificity: 0.5, numThresholds: 1 })(yTrue, yPred)).toBeClose(0.5);
  });
  it("refuse shares outside of [0, 1]", () => {
    expect(() => new SensitivityAtSpecificity({ specificity: 1.5 })).toThrow(
      "Cannot create SensitivityAtSpecificity: `specificity` must be a number in [0, 1], received 1.5",
    );
  });
});
