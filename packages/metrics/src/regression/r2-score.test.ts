import { describe, expect, it } from "@hornbeam/testing";
import { R2Score } from "./r2-score.ts";

describe("R2Score", () => {
  it("is 1 less the share of the variance that is not explained", () => {
    // mean 8/3, squares about it 14/3, residual 2
    expect(new R2Score()([[1], [4], [3]], [[2], [4], [4]])).toBeClose(1 - 2 / (14 / 3));
  });
  it("is the same whether samples come together or apart", () => {
    const metric = new R2Score();
    metric.updateState([[1], [4]], [[2], [4]]);
    expect(metric([[3]], [[4]])).toBeClose(1 - 2 / (14 / 3));
  });
  it("keeps outputs apart, averages them, or weighs them by their variance", () => {
    const [yTrue, yPred] = [
      [
        [0, 0],
        [2, 4],
      ],
      [
        [0, 0],
        [2, 0],
      ],
    ]; // scores 1 and 1 - 16 / 8
    const score = (classAggregation: "uniform_average" | "variance_weighted_average" | null) =>
      new R2Score({ classAggregation })(yTrue, yPred);
    expect(score(null)).toBeClose([1, -1]);
    expect(score("uniform_average")).toBeClose(0);
    expect(score("variance_weighted_average")).toBeClose((2 * 1 + 8 * -1) / 10);
  });
  it("is adjusted by the number of regressors", () => {
    const [yTrue, yPred] = [
      [[1], [4], [3], [2]],
      [[2], [4], [4], [2]],
    ];
    const plain = 1 - 2 / 5;
    expect(new R2Score()(yTrue, yPred)).toBeClose(plain);
    expect(new R2Score({ numRegressors: 1 })(yTrue, yPred)).toBeClose(1 - ((1 - plain) * 3) / 2);
  });
  it("refuses other shapes and aggregations", () => {
    expect(() => new R2Score({ name: "r2" }).updateState([1, 2], [1, 2])).toThrow(
      'Cannot update R2Score "r2": `yTrue` and `yPred` must be of shape [batch, outputs], received shape [2]',
    );
    expect(() => new R2Score({ classAggregation: "sum" as never })).toThrow(
      'Cannot create R2Score: `classAggregation` must be one of "uniform_average", "variance_weighted_average", null, received "sum"',
    );
  });
});
