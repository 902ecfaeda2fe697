import { defineOp, isFloat, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary, sameUnary } from "../_define.ts";
import { as, operands } from "../_operands.ts";
import { broadcastShapes, spec, specOf } from "../_spec.ts";
import { untracked } from "../_untracked.ts";
import { between } from "../nn/_rectify.ts";
import { isComplex } from "./complex.ts";

/**
 * Absolute value: `|x|`; of complex numbers, `√(real² + imag²)`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#absolute-function | keras.ops.absolute}
 * @example
 * absolute([-1.5, 2]); // [1.5, 2]
 */
export const absolute = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Absolute",
  module: "numpy",
  tensors: ["x"],
  complex: true,
  call: (x) => {
    if (isComplex(x)) return tf.sqrt(tf.add(tf.square(tf.real(x)), tf.square(tf.imag(x))));
    return x.dtype === "bool" ? tf.clone(x) : tf.abs(x);
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    return isComplex({ dtype }) ? spec(shape, "float32") : spec(shape, dtype);
  },
});

/**
 * Absolute value as a float: {@link absolute}, where integers and booleans become float32.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.fabs}
 * @example
 * fabs([-1, 2]); // [1, 2]
 */
export const fabs = /* @__PURE__ */ floatUnary("Fabs", tf.abs);

/**
 * The same as {@link absolute}.
 *
 * @see {@link https://keras.io/api/ops/numpy/#abs-function | keras.ops.abs}
 * @example
 * abs(-3); // 3
 */
export const abs = absolute;

/**
 * Element with the other sign: `-x`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#negative-function | keras.ops.negative}
 * @example
 * negative([1, -2]); // [-1, 2]
 */
export const negative = /* @__PURE__ */ sameUnary("Negative", (x) => tf.neg(x));

/**
 * Square: `x²`; booleans give int32.
 *
 * @see {@link https://keras.io/api/ops/numpy/#square-function | keras.ops.square}
 * @example
 * square([1.5, -2]); // [2.25, 4]
 */
export const square = /* @__PURE__ */ sameUnary("Square", (x) => (isFloat(x.dtype) ? tf.square(x) : tf.mul(x, x)), {
  bool: "int32",
});

/**
 * Sign: -1, 0 or 1.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sign-function | keras.ops.sign}
 * @example
 * sign([-3, 0, 2]); // [-1, 0, 1]
 */
export const sign = /* @__PURE__ */ sameUnary("Sign", signOf, { bool: "int32" });

/**
 * Nearest integer below, as a float: `⌊x⌋`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#floor-function | keras.ops.floor}
 * @example
 * floor([1.7, -1.2]); // [1, -2]
 */
export const floor = /* @__PURE__ */ floatUnary("Floor", tf.floor);

/**
 * Nearest integer above, as a float: `⌈x⌉`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#ceil-function | keras.ops.ceil}
 * @example
 * ceil([1.2, -1.7]); // [2, -1]
 */
export const ceil = /* @__PURE__ */ floatUnary("Ceil", tf.ceil);

/**
 * Integer part, cut toward zero.
 *
 * @see {@link https://keras.io/api/ops/numpy/#trunc-function | keras.ops.trunc}
 * @example
 * trunc([1.7, -1.7]); // [1, -1]
 */
export const trunc = /* @__PURE__ */ sameUnary("Trunc", (x) =>
  isFloat(x.dtype) ? tf.where(tf.less(x, 0), tf.ceil(x), tf.floor(x)) : tf.clone(x),
);

/**
 * Nearest number with so many decimals; halves go to the even neighbour.
 *
 * @see {@link https://keras.io/api/ops/numpy/#round-function | keras.ops.round}
 * @example
 * round([0.5, 1.5, -2.4]); // [0, 2, -2]
 */
export const round = /* @__PURE__ */ defineOp<[x: Tensor], { decimals: number }, Tensor>({
  className: "Round",
  module: "numpy",
  tensors: ["x"],
  options: { decimals: 0 },
  call: (x: Tensor, { decimals }) => {
    if (!isFloat(x.dtype) && decimals >= 0) return tf.clone(x);
    if (decimals === 0) return tf.round(x);
    const factor = 10 ** decimals;
    return as(tf.div(tf.round(tf.mul(as(x, "float32"), factor)), factor), x.dtype as "int32");
  },
  spec: (x: unknown) => spec(specOf(x).shape, specOf(x).dtype),
});

/**
 * One over the element: `1 / x`.
 *
 * @see {@link https://keras.io/api/ops/numpy/#reciprocal-function | keras.ops.reciprocal}
 * @example
 * reciprocal([2, 4]); // [0.5, 0.25]
 */
export const reciprocal = /* @__PURE__ */ floatUnary("Reciprocal", tf.reciprocal);

/**
 * The element, moved to the nearer end where it lies outside `[xMin, xMax]`.
 *
 * @param xMin Lower ends: a number, or a tensor that broadcasts.
 * @param xMax Upper ends.
 * @see {@link https://keras.io/api/ops/numpy/#clip-function | keras.ops.clip}
 * @example
 * clip([-1, 0.5, 3], 0, 1); // [0, 0.5, 1]
 */
export const clip = /* @__PURE__ */ defineOp<[x: Tensor, xMin: TensorLike, xMax: TensorLike], object, Tensor>({
  className: "Clip",
  module: "numpy",
  tensors: ["x"],
  settings: ["x_min", "x_max"],
  call: (x: Tensor, xMin: TensorLike, xMax: TensorLike) => {
    const numbers = x.dtype === "bool" ? as(x, "int32") : x;
    if (typeof xMin === "number" && typeof xMax === "number" && isFloat(x.dtype)) return between(x, xMin, xMax);
    const [low, high] = operands("clip", [xMin, xMax]).map((bound) => as(bound, numbers.dtype as "int32"));
    return tf.maximum(tf.minimum(numbers, high!), low!);
  },
  spec: (x: unknown, xMin: unknown, xMax: unknown) => {
    const { shape, dtype } = specOf(x);
    const all = broadcastShapes("clip", shape, specOf(xMin).shape, specOf(xMax).shape);
    return spec(all, dtype === "bool" ? "int32" : dtype);
  },
});

function signOf(x: Tensor): Tensor {
  const side = (test: Tensor): Tensor => as(test, x.dtype as "int32");
  const zero = tf.zeros([], x.dtype);
  const signs = tf.sub(side(tf.greater(x, zero)), side(tf.less(x, zero)));
  return isFloat(x.dtype) ? tf.where(tf.isNaN(x), untracked(x), signs) : signs;
}
