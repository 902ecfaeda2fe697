import { isFloat, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { countAlong } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { floatType } from "../_spec.ts";
import { untracked } from "../_untracked.ts";
import { reduction, sumType } from "./_reduction.ts";

/**
 * Sum over axes, over all of them unless told; booleans give int32.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sum-function | keras.ops.sum}
 * @example
 * sum([[1, 2], [3, 4]], 0); // [4, 6]
 * sum([[1, 2], [3, 4]]); // 10
 */
export const sum = /* @__PURE__ */ reduction(
  "Sum",
  (x, axes, keepdims) => tf.sum(x.dtype === "bool" ? as(x, "int32") : x, axes, keepdims),
  sumType,
  { ofNothing: 0 },
);

/**
 * Mean over axes, over all of them unless told; integers give float32.
 *
 * @see {@link https://keras.io/api/ops/numpy/#mean-function | keras.ops.mean}
 * @example
 * mean([[1, 2], [3, 4]], -1); // [1.5, 3.5]
 */
export const mean = /* @__PURE__ */ reduction(
  "Mean",
  (x, axes, keepdims) => tf.mean(toFloat(x), axes, keepdims),
  floatType,
  { ofNothing: Number.NaN },
);

/**
 * Variance over axes, the mean of squared distances from the mean: `Σ(x - x̄)² / n`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#var-function | keras.ops.var}
 * @example
 * variance([1, 3]); // 1
 */
export const variance = /* @__PURE__ */ reduction("Var", varianceOf, floatType, { ofNothing: Number.NaN });

/**
 * Standard deviation over axes, the square root of the {@link variance}.
 *
 * @see {@link https://keras.io/api/ops/numpy/#std-function | keras.ops.std}
 * @example
 * std([1, 3]); // 1
 */
export const std = /* @__PURE__ */ reduction(
  "Std",
  (x, axes, keepdims) => tf.sqrt(varianceOf(x, axes, keepdims)),
  floatType,
  { ofNothing: Number.NaN },
);

/**
 * Whether all elements along axes are true.
 *
 * @see {@link https://keras.io/api/ops/numpy/#all-function | keras.ops.all}
 * @example
 * all([[true, false], [true, true]], 1); // [false, true]
 */
export const all = /* @__PURE__ */ reduction(
  "All",
  (x, axes, keepdims) => tf.all(as(x, "bool"), axes, keepdims),
  () => "bool",
  { ofNothing: 1 },
);

/**
 * Whether any element along axes is true.
 *
 * @see {@link https://keras.io/api/ops/numpy/#any-function | keras.ops.any}
 * @example
 * any([[true, false], [false, false]], 1); // [true, false]
 */
export const any = /* @__PURE__ */ reduction(
  "Any",
  (x, axes, keepdims) => tf.any(as(x, "bool"), axes, keepdims),
  () => "bool",
  { ofNothing: 0 },
);

/**
 * Logarithm of the sum of exponentials over axes, without overflow: `ln Σ eˣ`.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.logsumexp}
 * @example
 * logsumexp([0, 0]); // 0.6931472
 */
export const logsumexp = /* @__PURE__ */ reduction(
  "Logsumexp",
  (x, axes, keepdims) => logOfSum(toFloat(x), axes, keepdims),
  floatType,
  { ofNothing: Number.NEGATIVE_INFINITY, module: "math" },
);

function logOfSum(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const largest = tf.max(untracked(x), axes, true);
  // infinities have no difference
  const level = tf.where(tf.isFinite(largest), largest, tf.zerosLike(largest));
  const sum = tf.log(tf.sum(tf.exp(tf.sub(x, level)), axes, keepdims));
  return tf.add(sum, tf.reshape(level, sum.shape));
}

function varianceOf(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const numbers = isFloat(x.dtype) ? x : as(x, "float32");
  const distance = tf.sub(numbers, tf.mean(numbers, axes, true));
  return tf.div(tf.sum(tf.square(distance), axes, keepdims), countAlong(x.shape, axes));
}
