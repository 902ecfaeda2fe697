import { describe, expect, it } from "@hornbeam/testing";
import { MeanAbsolutePercentageError, meanAbsolutePercentageError } from "./mean-absolute-percentage-error.ts";

describe("MeanAbsolutePercentageError", () => {
  it("averages errors in percent of the truth", () => {
    expect(meanAbsolutePercentageError([[1, 4]], [[2, 3]])).toBeClose([62.5]);
    expect(new MeanAbsolutePercentageError()([[1, 4]], [[2, 3]])).toBeClose(62.5);
  });
  it("takes a truth of zero for 1e-7", () => {
    expect(meanAbsolutePercentageError([[0]], [[1e-7]])).toBeClose([100]);
  });
});
