import { DTypeError, isInteger, refusal, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary } from "../_define.ts";
import { select } from "./_select.ts";

/**
 * The larger of two elements, the number where one of them is NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.fmax}
 * @example
 * fmax([1, NaN], [3, 2]); // [3, 2]
 */
export const fmax = /* @__PURE__ */ binary("Fmax", (a, b) => numberOf(a, b, tf.maximum));

/**
 * The smaller of two elements, the number where one of them is NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.fmin}
 * @example
 * fmin([1, NaN], [3, 2]); // [1, 2]
 */
export const fmin = /* @__PURE__ */ binary("Fmin", (a, b) => numberOf(a, b, tf.minimum));

/**
 * Remainder with the sign of the dividend, as C's.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.fmod}
 * @example
 * fmod([7, -7], 3); // [1, -1]
 */
export const fmod = /* @__PURE__ */ binary("Fmod", cRemainder, { boolAsInt: true });

/**
 * Step function: 0 below 0, 1 above and `x2` at 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.heaviside}
 * @example
 * heaviside([-1, 0, 2], 0.5); // [0, 0.5, 1]
 */
export const heaviside = /* @__PURE__ */ binary(
  "Heaviside",
  (a, b) => select(tf.less(a, 0), tf.zeros([]), select(tf.greater(a, 0), tf.ones([]), b)),
  { also: ["float"] },
);

/**
 * `x1 · 2^x2`, with whole exponents.
 *
 * @throws {DTypeError} when the exponents are no integers.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.ldexp}
 * @example
 * ldexp(1.5, 3); // 12
 */
export const ldexp = /* @__PURE__ */ binary(
  "Ldexp",
  (a, b, [, x2]) => {
    checkExponent(x2);
    const result = tf.mul(a, tf.pow(tf.scalar(2), b));
    return select(tf.logicalOr(tf.isInf(a), tf.equal(a, 0)), a, result);
  },
  { also: ["float"] },
);

/**
 * `log₂(2^x1 + 2^x2)`, without overflow.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.logaddexp2}
 * @example
 * logaddexp2(0, 0); // 1
 */
export const logaddexp2 = /* @__PURE__ */ binary(
  "Logaddexp2",
  (a, b) => {
    const difference = tf.sub(a, b);
    const rest = tf.mul(tf.log1p(tf.exp(tf.mul(tf.abs(difference), -Math.LN2))), Math.LOG2E);
    return select(tf.isNaN(difference), tf.add(a, b), tf.add(tf.maximum(a, b), rest));
  },
  { also: ["float"] },
);

function numberOf(a: Tensor, b: Tensor, f: (a: Tensor, b: Tensor) => Tensor): Tensor {
  if (a.dtype === "bool") return f === tf.maximum ? tf.logicalOr(a, b) : tf.logicalAnd(a, b);
  if (a.dtype !== "float32") return f(a, b);
  return select(tf.isNaN(a), b, select(tf.isNaN(b), a, f(a, b)));
}

function cRemainder(a: Tensor, b: Tensor): Tensor {
  const remainder = tf.mod(tf.abs(a), tf.abs(b));
  const zero = tf.zeros([], a.dtype);
  return select(tf.less(a, zero), tf.neg(remainder), remainder);
}

function checkExponent(x2: unknown): void {
  const dtype = typeof x2 === "object" && x2 !== null && "dtype" in x2 ? String(x2.dtype) : undefined;
  const whole = dtype === undefined ? Number.isInteger(x2) : isInteger(dtype);
  if (whole) return;
  const expected = "the exponents must be integers";
  throw refusal(DTypeError, { action: "call ops.ldexp", option: "x2", expected, received: dtype ?? x2 });
}
