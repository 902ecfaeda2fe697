import { DTypeError, isFloat, refusal, type Tensor } from "@hornbeam/core";
import * as kernels from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary } from "../_define.ts";
import { wholePower } from "./_integers.ts";
import { select } from "./_select.ts";

/**
 * Sum of two tensors with broadcasting: `x1 + x2`; "or" of booleans.
 *
 * @see {@link https://keras.io/api/ops/numpy/#add-function | keras.ops.add}
 * @example
 * add([1, 2], 0.5); // [1.5, 2.5]
 */
export const add = /* @__PURE__ */ binary("Add", (a, b) => (a.dtype === "bool" ? tf.logicalOr(a, b) : tf.add(a, b)));

/**
 * Difference of two tensors with broadcasting: `x1 - x2`.
 *
 * @throws {DTypeError} for two boolean tensors.
 * @see {@link https://keras.io/api/ops/numpy/#subtract-function | keras.ops.subtract}
 * @example
 * subtract([3, 2], [1, 5]); // [2, -3]
 */
export const subtract = /* @__PURE__ */ binary("Subtract", (a, b) => tf.sub(numbers("subtract", a), b));

/**
 * Product of two tensors with broadcasting: `x1 · x2`, element by element; "and" of booleans.
 *
 * @see {@link https://keras.io/api/ops/numpy/#multiply-function | keras.ops.multiply}
 * @example
 * multiply([[1], [2]], [3, 4]); // [[3, 4], [6, 8]]
 */
export const multiply = /* @__PURE__ */ binary("Multiply", (a, b) =>
  a.dtype === "bool" ? tf.logicalAnd(a, b) : tf.mul(a, b),
);

/**
 * Quotient of two tensors with broadcasting: `x1 / x2`; integers give float32.
 *
 * @see {@link https://keras.io/api/ops/numpy/#divide-function | keras.ops.divide}
 * @example
 * divide([1, 3], 2); // [0.5, 1.5]
 */
export const divide = /* @__PURE__ */ binary("Divide", (a, b) => tf.div(a, b), { also: ["float"] });

/**
 * The same as {@link divide}.
 *
 * @see {@link https://keras.io/api/ops/numpy/#truedivide-function | keras.ops.true_divide}
 * @example
 * trueDivide(1, 4); // 0.25
 */
export const trueDivide = /* @__PURE__ */ binary("TrueDivide", (a, b) => tf.div(a, b), { also: ["float"] });

/**
 * Quotient with broadcasting, 0 where the divisor is 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.divide_no_nan}
 * @example
 * divideNoNan([1, 0], [0, 0]); // [0, 0]
 */
export const divideNoNan = /* @__PURE__ */ binary("DivideNoNan", kernels.divideNoNan, { also: ["float"] });

/**
 * Quotient rounded down: `⌊x1 / x2⌋`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#floordivide-function | keras.ops.floor_divide}
 * @example
 * floorDivide([7, -7], 2); // [3, -4]
 */
export const floorDivide = /* @__PURE__ */ binary("FloorDivide", (a, b) => tf.floorDiv(a, b), { boolAsInt: true });

/**
 * Remainder with the sign of the divisor: `x1 - x2 · ⌊x1 / x2⌋`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#mod-function | keras.ops.mod}
 * @example
 * mod([7, -7], 3); // [1, 2]
 */
export const mod = /* @__PURE__ */ binary("Mod", (a, b) => tf.mod(a, b), { boolAsInt: true });

/**
 * Power with broadcasting: `x1 ** x2`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#power-function | keras.ops.power}
 * @example
 * power([2, 3], 2); // [4, 9]
 */
export const power = /* @__PURE__ */ binary("Power", (a, b) => (isFloat(a.dtype) ? tf.pow(a, b) : wholePower(a, b)), {
  boolAsInt: true,
});

/**
 * The larger of two elements, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#maximum-function | keras.ops.maximum}
 * @example
 * maximum([1, 5], 3); // [3, 5]
 */
export const maximum = /* @__PURE__ */ binary("Maximum", (a, b, [, x2]) =>
  a.dtype === "bool" ? tf.logicalOr(a, b) : withNaN(tf.maximum(a, b), b, x2),
);

/**
 * The smaller of two elements, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#minimum-function | keras.ops.minimum}
 * @example
 * minimum([1, 5], 3); // [1, 3]
 */
export const minimum = /* @__PURE__ */ binary("Minimum", (a, b, [, x2]) =>
  a.dtype === "bool" ? tf.logicalAnd(a, b) : withNaN(tf.minimum(a, b), b, x2),
);

/**
 * Angle of the point `(x2, x1)` in radians, in `(-π, π]`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arctan2-function | keras.ops.arctan2}
 * @example
 * arctan2([0, 1], [1, 0]); // [0, 1.5707963]
 */
export const arctan2 = /* @__PURE__ */ binary("Arctan2", (a, b) => tf.atan2(a, b), { also: ["float"] });

/** The backend passes on a NaN of the first operand; this does so for the second, which is mostly a plain number. */
function withNaN(result: Tensor, second: Tensor, given: unknown): Tensor {
  if (second.dtype !== "float32" || (typeof given === "number" && !Number.isNaN(given))) return result;
  return select(tf.isNaN(second), second, result);
}

function numbers(op: string, x: Tensor): Tensor {
  if (x.dtype !== "bool") return x;
  throw refusal(DTypeError, {
    action: `call ops.${op}`,
    expected: "one of the tensors must hold numbers",
    received: "bool",
    hint: "Use `logicalXor` for booleans.",
  });
}
