import { describe, expect, it } from "@hornbeam/testing";
import { MeanSquaredLogarithmicError, meanSquaredLogarithmicError } from "./mean-squared-logarithmic-error.ts";

describe("MeanSquaredLogarithmicError", () => {
  it("squares differences of ln(1 + y)", () => {
    const expected = Math.log(2) ** 2 / 2;
    expect(meanSquaredLogarithmicError([[0, 1]], [[0, 3]])).toBeClose([expected]);
    expect(new MeanSquaredLogarithmicError()([[0, 1]], [[0, 3]])).toBeClose(expected);
  });
  it("takes negative numbers for 1e-7", () => {
    expect(meanSquaredLogarithmicError([[0]], [[-5]])).toBeClose([0]);
  });
});
