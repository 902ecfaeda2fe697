import { describe, expect, it } from "@hornbeam/testing";
import { MeanAbsoluteError, meanAbsoluteError } from "./mean-absolute-error.ts";

describe("MeanAbsoluteError", () => {
  it("averages the errors' magnitudes", () => {
    expect(
      meanAbsoluteError(
        [
          [0, 1],
          [2, 3],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose([0.5, 2.5]);
    expect(
      new MeanAbsoluteError()(
        [
          [0, 1],
          [2, 3],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(1.5);
  });
});
