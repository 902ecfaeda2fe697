import * as tf from "@hornbeam/kernels/tfjs";
import { binary } from "../_define.ts";

const test = { test: true } as const;

/**
 * Whether elements are equal, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#equal-function | keras.ops.equal}
 * @example
 * equal([1, 2], [1, 3]); // [true, false]
 */
export const equal = /* @__PURE__ */ binary("Equal", (a, b) => tf.equal(a, b), test);

/**
 * Whether elements differ, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#notequal-function | keras.ops.not_equal}
 * @example
 * notEqual([1, 2], [1, 3]); // [false, true]
 */
export const notEqual = /* @__PURE__ */ binary("NotEqual", (a, b) => tf.notEqual(a, b), test);

/**
 * Whether `x1 > x2`, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#greater-function | keras.ops.greater}
 * @example
 * greater([1, 2], 1); // [false, true]
 */
export const greater = /* @__PURE__ */ binary("Greater", (a, b) => tf.greater(a, b), test);

/**
 * Whether `x1 ≥ x2`, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#greaterequal-function | keras.ops.greater_equal}
 * @example
 * greaterEqual([1, 2], 2); // [false, true]
 */
export const greaterEqual = /* @__PURE__ */ binary("GreaterEqual", (a, b) => tf.greaterEqual(a, b), test);

/**
 * Whether `x1 < x2`, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#less-function | keras.ops.less}
 * @example
 * less([1, 2], 2); // [true, false]
 */
export const less = /* @__PURE__ */ binary("Less", (a, b) => tf.less(a, b), test);

/**
 * Whether `x1 ≤ x2`, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#lessequal-function | keras.ops.less_equal}
 * @example
 * lessEqual([1, 2], 1); // [true, false]
 */
export const lessEqual = /* @__PURE__ */ binary("LessEqual", (a, b) => tf.lessEqual(a, b), test);
