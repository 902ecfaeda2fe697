import { describe, expect, it } from "@hornbeam/testing";
import { RootMeanSquaredError } from "./root-mean-squared-error.ts";

describe("RootMeanSquaredError", () => {
  it("takes the root of the mean of all squared errors", () => {
    const metric = new RootMeanSquaredError();
    metric.updateState(
      [
        [0, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
    );
    expect(metric.result()).toBeClose(0.5);
    metric.updateState([[0, 0]], [[4, 4]]);
    expect(metric.result()).toBeClose(Math.sqrt((0.5 + 0 + 16) / 3));
  });
});
