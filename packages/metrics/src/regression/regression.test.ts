import { describe, expect, it } from "@hornbeam/testing";
import { LogCoshError } from "./log-cosh-error.ts";
import { MeanAbsoluteError } from "./mean-absolute-error.ts";
import { MeanAbsolutePercentageError } from "./mean-absolute-percentage-error.ts";
import { MeanSquaredError } from "./mean-squared-error.ts";
import { MeanSquaredLogarithmicError } from "./mean-squared-logarithmic-error.ts";

describe("regression metrics", () => {
  it("MeanSquaredError is the mean of its function over all samples", () => {
    const metric = new MeanSquaredError();
    expect(
      metric(
        [
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(0.25);
    expect(
      metric(
        [
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(0.25);
    expect(metric.direction).toBe("down");
  });
  it("MeanAbsoluteError is the mean of its function over all samples", () => {
    const metric = new MeanAbsoluteError();
    expect(
      metric(
        [
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(0.25);
    expect(
      metric(
        [
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toBeClose(0.25);
    expect(metric.direction).toBe("down");
  });
  it("MeanAbsolutePercentageError is the mean of its function over all samples", () => {
    const metric = new MeanAbsolutePercentageError();
    expect(metric([[1, 4]], [[2, 3]])).toBeClose(62.5);
    expect(metric([[1, 4]], [[2, 3]])).toBeClose(62.5);
    expect(metric.direction).toBe("down");
  });
  it("MeanSquaredLogarithmicError is the mean of its function over all samples", () => {
    const metric = new MeanSquaredLogarithmicError();
    expect(metric([[0, 1]], [[0, 3]])).toBeClose(Math.log(2) ** 2 / 2);
    expect(metric([[0, 1]], [[0, 3]])).toBeClose(Math.log(2) ** 2 / 2);
    expect(metric.direction).toBe("down");
  });
  it("LogCoshError is the mean of its function over all samples", () => {
    const metric = new LogCoshError();
    expect(metric([[0, 0]], [[0, 1]])).toBeClose(Math.log(Math.cosh(1)) / 2);
    expect(metric([[0, 0]], [[0, 1]])).toBeClose(Math.log(Math.cosh(1)) / 2);
    expect(metric.direction).toBe("down");
  });
});
