import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary, testUnary } from "../_define.ts";
import { as } from "../_operands.ts";

const test = { test: true } as const;
const bool = (x: Tensor): Tensor => (x.dtype === "bool" ? x : tf.notEqual(x, tf.scalar(0, x.dtype as "float32")));

/**
 * Whether both elements are true, with broadcasting; numbers other than 0 are true.
 *
 * @see {@link https://keras.io/api/ops/numpy/#logicaland-function | keras.ops.logical_and}
 * @example
 * logicalAnd([true, false], true); // [true, false]
 */
export const logicalAnd = /* @__PURE__ */ binary("LogicalAnd", (a, b) => tf.logicalAnd(bool(a), bool(b)), test);

/**
 * Whether one of two elements is true, with broadcasting; numbers other than 0 are true.
 *
 * @see {@link https://keras.io/api/ops/numpy/#logicalor-function | keras.ops.logical_or}
 * @example
 * logicalOr([true, false], false); // [true, false]
 */
export const logicalOr = /* @__PURE__ */ binary("LogicalOr", (a, b) => tf.logicalOr(bool(a), bool(b)), test);

/**
 * Whether exactly one of two elements is true, with broadcasting; numbers other than 0 are true.
 *
 * @see {@link https://keras.io/api/ops/numpy/#logicalxor-function | keras.ops.logical_xor}
 * @example
 * logicalXor([true, false], true); // [false, true]
 */
export const logicalXor = /* @__PURE__ */ binary("LogicalXor", (a, b) => tf.notEqual(bool(a), bool(b)), test);

/**
 * Whether an element is false, or 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/#logicalnot-function | keras.ops.logical_not}
 * @example
 * logicalNot([true, false]); // [false, true]
 */
export const logicalNot = /* @__PURE__ */ testUnary("LogicalNot", (x) => tf.logicalNot(bool(x)));

/**
 * Whether an element is neither infinite nor NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/#isfinite-function | keras.ops.isfinite}
 * @example
 * isfinite([1, Infinity, NaN]); // [true, false, false]
 */
export const isfinite = /* @__PURE__ */ testUnary("Isfinite", (x) => tf.isFinite(float(x)));

/**
 * Whether an element is infinite.
 *
 * @see {@link https://keras.io/api/ops/numpy/#isinf-function | keras.ops.isinf}
 * @example
 * isinf([1, -Infinity, NaN]); // [false, true, false]
 */
export const isinf = /* @__PURE__ */ testUnary("Isinf", (x) => tf.isInf(float(x)));

/**
 * Whether an element is NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/#isnan-function | keras.ops.isnan}
 * @example
 * isnan([1, Infinity, NaN]); // [false, false, true]
 */
export const isnan = /* @__PURE__ */ testUnary("Isnan", (x) => tf.isNaN(float(x)));

function float(x: Tensor): Tensor {
  return as(x, "float32");
}
