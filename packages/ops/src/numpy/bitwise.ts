import type { DType, Tensor } from "@hornbeam/core";
import { bitwise } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { type BinaryOp, binary, sameUnary } from "../_define.ts";
import { as } from "../_operands.ts";
import { checkInteger } from "./_integers.ts";

/**
 * Bits that both integers have, with broadcasting.
 *
 * @throws {DTypeError} for floats, here and in the other ops on bits.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_and}
 * @example
 * bitwiseAnd(6, 3); // 2
 */
export const bitwiseAnd = /* @__PURE__ */ bits("BitwiseAnd", "and");

/**
 * Bits that either integer has, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_or}
 * @example
 * bitwiseOr(6, 3); // 7
 */
export const bitwiseOr = /* @__PURE__ */ bits("BitwiseOr", "or");

/**
 * Bits that exactly one of two integers has, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_xor}
 * @example
 * bitwiseXor(6, 3); // 5
 */
export const bitwiseXor = /* @__PURE__ */ bits("BitwiseXor", "xor");

/**
 * Bits moved to the left: `x · 2ʸ`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_left_shift}
 * @example
 * bitwiseLeftShift(3, 2); // 12
 */
export const bitwiseLeftShift = /* @__PURE__ */ bits("BitwiseLeftShift", "left");

/**
 * The same as {@link bitwiseLeftShift}.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.left_shift}
 * @example
 * leftShift(3, 2); // 12
 */
export const leftShift = /* @__PURE__ */ bits("LeftShift", "left");

/**
 * Bits moved to the right: `⌊x / 2ʸ⌋`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_right_shift}
 * @example
 * bitwiseRightShift(-5, 1); // -3
 */
export const bitwiseRightShift = /* @__PURE__ */ bits("BitwiseRightShift", "right");

/**
 * The same as {@link bitwiseRightShift}.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.right_shift}
 * @example
 * rightShift(12, 2); // 3
 */
export const rightShift = /* @__PURE__ */ bits("RightShift", "right");

/**
 * Every bit turned round: `-x - 1`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_not}
 * @example
 * bitwiseNot(5); // -6
 */
export const bitwiseNot = /* @__PURE__ */ sameUnary("BitwiseNot", invert);

/**
 * The same as {@link bitwiseNot}.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bitwise_invert}
 * @example
 * bitwiseInvert(5); // -6
 */
export const bitwiseInvert = /* @__PURE__ */ sameUnary("BitwiseInvert", invert);

/** They have no slopes. */
function bits(className: string, op: "and" | "or" | "xor" | "left" | "right"): BinaryOp {
  const compute = (x: Tensor, y: Tensor): Tensor => {
    for (const one of [x, y]) checkInteger(className, one);
    return as(bitwise(op, as(x, "int32"), as(y, "int32")), x.dtype as DType);
  };
  return binary(className, compute, { tensors: ["x", "y"] });
}

function invert(x: Tensor): Tensor {
  checkInteger("BitwiseNot", x);
  return x.dtype === "bool" ? tf.logicalNot(x) : tf.sub(tf.scalar(-1, "int32"), x);
}
