import { isKerasTensor, type KerasTensor, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";

/** Options of {@link relu}. */
export interface ReluOptions {
  /** Slope below the threshold: 0 unless told. */
  readonly negativeSlope?: number;
  /** The largest value: none unless told. */
  readonly maxValue?: number | null;
  /** Below it values are damped: 0 unless told. */
  readonly threshold?: number;
}

/**
 * Rectified linear unit: `max(x, 0)`; with options, `x` from `threshold` to `maxValue` and
 * `negativeSlope · (x - threshold)` below.
 *
 * @see {@link https://keras.io/api/layers/activations/#relu-function | keras.activations.relu}
 * @example
 * relu([-1, 2]); // [0, 2]
 * relu([-1, 9], { negativeSlope: 0.5, maxValue: 6 }); // [-0.5, 6]
 */
export function relu(x: TensorLike, options?: ReluOptions): Tensor;
export function relu(x: TensorLike | KerasTensor, options?: ReluOptions): Tensor | KerasTensor;
export function relu(x: TensorLike | KerasTensor, options: ReluOptions = {}): Tensor | KerasTensor {
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options;
  if (maxValue === null && threshold === 0) {
    return negativeSlope === 0 ? ops.relu(x as Tensor) : ops.leakyRelu(x as Tensor, { negativeSlope });
  }
  if (isKerasTensor(x)) return damped(x as never, negativeSlope, maxValue, threshold);
  return tidy(() => damped(x as Tensor, negativeSlope, maxValue, threshold));
}

function damped(x: Tensor, negativeSlope: number, maxValue: number | null, threshold: number): Tensor {
  const above = threshold === 0 ? ops.relu(x) : ops.where(ops.greater(x, threshold), x, 0);
  const cut = maxValue === null ? above : ops.clip(above, 0, maxValue);
  if (negativeSlope === 0) return cut;
  return ops.subtract(cut, ops.multiply(ops.relu(ops.subtract(threshold, x)), negativeSlope));
}
