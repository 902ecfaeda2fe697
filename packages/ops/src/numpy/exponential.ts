import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary, floatUnary } from "../_define.ts";

/**
 * Exponential: `eˣ`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#exp-function | keras.ops.exp}
 * @example
 * exp([0, 1]); // [1, 2.7182817]
 */
export const exp = /* @__PURE__ */ floatUnary("Exp", tf.exp);

/**
 * Power of two: `2ˣ`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#exp2-function | keras.ops.exp2}
 * @example
 * exp2([0, 3]); // [1, 8]
 */
export const exp2 = /* @__PURE__ */ floatUnary("Exp2", (x) => tf.pow(2, x));

/**
 * `eˣ - 1`, exact for small numbers.
 *
 * @see {@link https://keras.io/api/ops/numpy/#expm1-function | keras.ops.expm1}
 * @example
 * expm1([0, 1]); // [0, 1.7182819]
 */
export const expm1 = /* @__PURE__ */ floatUnary("Expm1", tf.expm1);

/**
 * Natural logarithm: `ln x`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#log-function | keras.ops.log}
 * @example
 * log([1, Math.E]); // [0, 1]
 */
export const log = /* @__PURE__ */ floatUnary("Log", tf.log);

/**
 * Logarithm to base 10.
 *
 * @see {@link https://keras.io/api/ops/numpy/#log10-function | keras.ops.log10}
 * @example
 * log10([1, 100]); // [0, 2]
 */
export const log10 = /* @__PURE__ */ floatUnary("Log10", (x) => tf.mul(tf.log(x), Math.LOG10E));

/**
 * `ln(1 + x)`, exact for small numbers.
 *
 * @see {@link https://keras.io/api/ops/numpy/#log1p-function | keras.ops.log1p}
 * @example
 * log1p([0, 1]); // [0, 0.6931472]
 */
export const log1p = /* @__PURE__ */ floatUnary("Log1p", tf.log1p);

/**
 * Logarithm to base 2.
 *
 * @see {@link https://keras.io/api/ops/numpy/#log2-function | keras.ops.log2}
 * @example
 * log2([1, 8]); // [0, 3]
 */
export const log2 = /* @__PURE__ */ floatUnary("Log2", (x) => tf.mul(tf.log(x), Math.LOG2E));

/**
 * `ln(eˣ¹ + eˣ²)`, without overflow.
 *
 * @see {@link https://keras.io/api/ops/numpy/#logaddexp-function | keras.ops.logaddexp}
 * @example
 * logaddexp(0, 0); // 0.6931472
 */
export const logaddexp = /* @__PURE__ */ binary("Logaddexp", logAddExp, { also: ["float"] });

/**
 * Square root: `√x`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sqrt-function | keras.ops.sqrt}
 * @example
 * sqrt([4, 9]); // [2, 3]
 */
export const sqrt = /* @__PURE__ */ floatUnary("Sqrt", tf.sqrt);

/**
 * One over the square root: `1 / √x`.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.rsqrt}
 * @example
 * rsqrt([4, 16]); // [0.5, 0.25]
 */
export const rsqrt = /* @__PURE__ */ floatUnary("Rsqrt", tf.rsqrt, "math");

/**
 * Error function: `2 / √π · ∫₀ˣ e^(-t²) dt`.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.erf}
 * @example
 * erf([0, 1]); // [0, 0.8427008]
 */
export const erf = /* @__PURE__ */ floatUnary("Erf", tf.erf, "math");

function logAddExp(a: Tensor, b: Tensor): Tensor {
  const difference = tf.sub(a, b);
  const stable = tf.add(tf.maximum(a, b), tf.log1p(tf.exp(tf.neg(tf.abs(difference)))));
  // equal infinities have no difference
  return tf.where(tf.isNaN(difference), tf.add(a, b), stable);
}
