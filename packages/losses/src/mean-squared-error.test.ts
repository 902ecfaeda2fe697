import { describe, expect, it } from "@hornbeam/testing";
import { MeanSquaredError, meanSquaredError } from "./mean-squared-error.ts";

describe("MeanSquaredError", () => {
  it("averages squared errors over the last axis", () => {
    expect(
      meanSquaredError(
        [
          [0, 1],
          [2, 3],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose([0.5, 6.5]);
  });
  it("averages them over the batch as well", () => {
    expect(
      new MeanSquaredError()(
        [
          [0, 1],
          [2, 3],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(3.5);
  });
  it("takes a column of truths for a vector of predictions", () => {
    expect(new MeanSquaredError()([[1], [2]], [1, 4])).toBeClose(2);
  });
  it("refuses shapes that do not broadcast", () => {
    expect(() => meanSquaredError([[1, 2, 3]], [[1, 2]])).toThrow(
      "Cannot call ops.subtract: shapes must broadcast: sizes 3 and 2 do not, counted from the last axis, received shapes [[1, 3], [1, 2]]",
    );
  });
});
