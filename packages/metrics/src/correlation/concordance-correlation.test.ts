import { describe, expect, it } from "@hornbeam/testing";
import { ConcordanceCorrelation, concordanceCorrelation } from "./concordance-correlation.ts";

describe("ConcordanceCorrelation", () => {
  it("is 1 only for what is equal", () => {
    expect(concordanceCorrelation([[0, 1, 2]], [[0, 1, 2]])).toBeClose([1]);
    // covariance 2/3, variances 2/3, means apart by 1
    expect(new ConcordanceCorrelation()([[0, 1, 2]], [[1, 2, 3]])).toBeClose((2 * (2 / 3)) / (4 / 3 + 1));
  });
});
