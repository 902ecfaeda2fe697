import {
  defineMetric,
  type MetricUpdateOptions,
  nullableText,
  type Tensor,
  type TensorLike,
  toTensor,
} from "@hornbeam/core";
import { sqrt, square, subtract } from "@hornbeam/ops";
import { sameRank } from "../_operands.ts";
import { RunningMean } from "../reduction/running-mean.ts";

/**
 * Root of the mean of `(yTrue - yPred)²` over all that has been seen.
 *
 * - yTrue, yPred: of one shape
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class | keras.metrics.RootMeanSquaredError}
 * @example
 * new RootMeanSquaredError()([[0, 1], [0, 0]], [[1, 1], [0, 0]]); // 0.5
 */
export class RootMeanSquaredError extends /* @__PURE__ */ defineMetric(
  "keras.metrics.RootMeanSquaredError",
  { name: nullableText("root_mean_squared_error") },
  RunningMean,
) {
  override readonly direction = "down";

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const convert = (value: TensorLike): Tensor =>
      toTensor(value, { dtype: this.dtype, action: `update ${this.name}` });
    this.add(square(subtract(...sameRank(convert(yTrue), convert(yPred)))), sampleWeight);
  }
  override result(): Tensor {
    return sqrt(super.result());
  }
}
