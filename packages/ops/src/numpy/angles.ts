import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary, floatUnary } from "../_define.ts";
import { select } from "./_select.ts";

/**
 * Degrees as radians: `x · π / 180`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.deg2rad}
 * @example
 * deg2rad(180); // 3.1415927
 */
export const deg2rad = /* @__PURE__ */ floatUnary("Deg2rad", (x) => tf.mul(x, Math.PI / 180));

/**
 * Radians as degrees: `x · 180 / π`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.rad2deg}
 * @example
 * rad2deg(Math.PI); // 180
 */
export const rad2deg = /* @__PURE__ */ floatUnary("Rad2deg", (x) => tf.mul(x, 180 / Math.PI));

/**
 * Length of the hypotenuse: `√(x1² + x2²)`, without overflow on the way.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.hypot}
 * @example
 * hypot(3, 4); // 5
 */
export const hypot = /* @__PURE__ */ binary("Hypot", hypotenuse, { also: ["float"] });

/**
 * `sin(πx) / πx`, 1 at 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.sinc}
 * @example
 * sinc([0, 0.5]); // [1, 0.6366198]
 */
export const sinc = /* @__PURE__ */ floatUnary("Sinc", (x) => {
  const small = tf.less(tf.abs(x), 1e-3);
  const angle = tf.mul(x, Math.PI);
  const safe = select(small, tf.scalar(1), angle);
  return select(small, tf.sub(1, tf.div(tf.square(angle), 6)), tf.div(tf.sin(safe), safe));
});

/**
 * Cube root, negative for negative numbers.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.cbrt}
 * @example
 * cbrt([8, -27]); // [2, -3]
 */
export const cbrt = /* @__PURE__ */ floatUnary("Cbrt", (x) => {
  const root = tf.pow(tf.abs(x), 1 / 3);
  return select(tf.less(x, 0), tf.neg(root), root);
});

function hypotenuse(a: Tensor, b: Tensor): Tensor {
  const [x, y] = [tf.abs(a), tf.abs(b)];
  const larger = tf.maximum(x, y);
  const zero = tf.equal(larger, 0);
  const infinite = tf.isInf(larger);
  // both divided by the larger, which is 1 where that would be of no use
  const scale = select(tf.logicalOr(zero, infinite), tf.onesLike(larger), larger);
  const squares = tf.add(tf.square(tf.div(x, scale)), tf.square(tf.div(y, scale)));
  // a root of 0 has no slope
  const root = tf.mul(scale, tf.sqrt(select(zero, tf.onesLike(squares), squares)));
  return select(infinite, tf.add(x, y), select(zero, squares, root));
}
