import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary } from "../_define.ts";

/**
 * Sine of an angle in radians.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sin-function | keras.ops.sin}
 * @example
 * sin([0, Math.PI / 2]); // [0, 1]
 */
export const sin = /* @__PURE__ */ floatUnary("Sin", tf.sin);

/**
 * Cosine of an angle in radians.
 *
 * @see {@link https://keras.io/api/ops/numpy/#cos-function | keras.ops.cos}
 * @example
 * cos([0, Math.PI]); // [1, -1]
 */
export const cos = /* @__PURE__ */ floatUnary("Cos", tf.cos);

/**
 * Tangent of an angle in radians.
 *
 * @see {@link https://keras.io/api/ops/numpy/#tan-function | keras.ops.tan}
 * @example
 * tan([0, 1]); // [0, 1.5574077]
 */
export const tan = /* @__PURE__ */ floatUnary("Tan", tangent);

/**
 * Angle in `[-π/2, π/2]` of a sine.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arcsin-function | keras.ops.arcsin}
 * @example
 * arcsin([0, 1]); // [0, 1.5707964]
 */
export const arcsin = /* @__PURE__ */ floatUnary("Arcsin", tf.asin);

/**
 * Angle in `[0, π]` of a cosine.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arccos-function | keras.ops.arccos}
 * @example
 * arccos([1, 0]); // [0, 1.5707964]
 */
export const arccos = /* @__PURE__ */ floatUnary("Arccos", tf.acos);

/**
 * Angle in `(-π/2, π/2)` of a tangent.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arctan-function | keras.ops.arctan}
 * @example
 * arctan([0, 1]); // [0, 0.7853982]
 */
export const arctan = /* @__PURE__ */ floatUnary("Arctan", tf.atan);

/**
 * Hyperbolic sine: `(eˣ - e⁻ˣ) / 2`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sinh-function | keras.ops.sinh}
 * @example
 * sinh([0, 1]); // [0, 1.1752012]
 */
export const sinh = /* @__PURE__ */ floatUnary("Sinh", tf.sinh);

/**
 * Hyperbolic cosine: `(eˣ + e⁻ˣ) / 2`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#cosh-function | keras.ops.cosh}
 * @example
 * cosh([0, 1]); // [1, 1.5430806]
 */
export const cosh = /* @__PURE__ */ floatUnary("Cosh", tf.cosh);

/**
 * Hyperbolic tangent: `(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#tanh-function | keras.ops.tanh}
 * @example
 * tanh([0, 1]); // [0, 0.7615942]
 */
export const tanh = /* @__PURE__ */ floatUnary("Tanh", tf.tanh);

/**
 * Inverse of the hyperbolic sine.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arcsinh-function | keras.ops.arcsinh}
 * @example
 * arcsinh([0, 1]); // [0, 0.8813736]
 */
export const arcsinh = /* @__PURE__ */ floatUnary("Arcsinh", tf.asinh);

/**
 * Inverse of the hyperbolic cosine, of numbers from 1.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arccosh-function | keras.ops.arccosh}
 * @example
 * arccosh([1, 2]); // [0, 1.316958]
 */
export const arccosh = /* @__PURE__ */ floatUnary("Arccosh", tf.acosh);

/**
 * Inverse of the hyperbolic tangent, of numbers in `(-1, 1)`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arctanh-function | keras.ops.arctanh}
 * @example
 * arctanh([0, 0.5]); // [0, 0.5493061]
 */
export const arctanh = /* @__PURE__ */ floatUnary("Arctanh", tf.atanh);

/** The slope `1 + tan²` by the value itself: near the poles the cosine has few digits left. */
function tangent(x: Tensor): Tensor {
  const withGradient = tf.customGrad((input, save) => {
    const value = tf.tan(input as Tensor);
    (save as (tensors: Tensor[]) => void)([value]);
    return { value, gradFunc: (dy: Tensor, [y]: Tensor[]) => tf.mul(dy, tf.add(tf.square(y!), 1)) };
  });
  return withGradient(x);
}
