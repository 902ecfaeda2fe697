import { describe, expect, it } from "@hornbeam/testing";
import { PearsonCorrelation, pearsonCorrelation } from "./pearson-correlation.ts";

describe("PearsonCorrelation", () => {
  it("is 1 for what is in proportion, and -1 for what is in reverse", () => {
    expect(
      pearsonCorrelation(
        [
          [0, 1, 0.5],
          [0, 1, 0.5],
        ],
        [
          [0.1, 0.9, 0.5],
          [3, 1, 2],
        ],
      ),
    ).toBeClose([1, -1]);
    expect(new PearsonCorrelation()([[0, 1, 0.5]], [[0.1, 0.9, 0.5]])).toBeClose(1);
    expect(pearsonCorrelation([[0], [1]], [[5], [9]], { axis: 0 })).toBeClose([1]);
  });
});
