import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { broadcastShapes, floatType, shapeError, spec, specOf } from "../_spec.ts";

/**
 * Euclidean distances between each row of the first matrix and each of the second.
 *
 * - x: `[..., m, size]`
 * - y: `[..., n, size]`
 * - output: `[..., m, n]`
 *
 * @throws {ShapeError} when the rows differ in size.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.cdist}
 * @example
 * cdist([[0, 0]], [[3, 4], [0, 0]]); // [[5, 0]]
 */
export const cdist = /* @__PURE__ */ defineOp<[x: Tensor, y: Tensor], object, Tensor>({
  className: "CDist",
  module: "math",
  tensors: ["x", "y"],
  call: (x, y) => {
    distanceShape(x.shape, y.shape);
    const difference = tf.sub(tf.expandDims(toFloat(x), -2), tf.expandDims(toFloat(y), -3));
    return root(tf.sum(tf.square(difference), -1));
  },
  spec: (x: unknown, y: unknown) => {
    const [a, b] = [specOf(x), specOf(y)];
    return spec(distanceShape(a.shape, b.shape), a.dtype, b.dtype, "float");
  },
});

/**
 * Peak signal-to-noise ratio in decibels: `20 log₁₀ maxVal - 10 log₁₀ mean((x1 - x2)²)`.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.psnr}
 * @example
 * psnr([0, 0], [0.1, 0.1], 1); // 20
 */
export const psnr = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor, maxVal: number], object, Tensor>({
  className: "PSNR",
  module: "nn",
  tensors: ["x1", "x2"],
  settings: ["max_val"],
  call: (x1, x2, maxVal) => {
    checkSame(x1.shape, x2.shape);
    const meanSquare = tf.mean(tf.square(tf.sub(toFloat(x1), toFloat(x2))));
    return tf.sub(20 * Math.log10(maxVal), tf.mul(tf.log(meanSquare), 10 * Math.LOG10E));
  },
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    checkSame(a.shape, b.shape);
    return spec([], floatType(a.dtype, b.dtype));
  },
});

/** Square root with the slope 0 at 0, where a distance has none. */
function root(x: Tensor): Tensor {
  const withGradient = tf.customGrad((input, save) => {
    const value = tf.sqrt(input as Tensor);
    (save as (tensors: Tensor[]) => void)([value]);
    const gradFunc = (dy: Tensor, [y]: Tensor[]): Tensor => {
      const zero = tf.equal(y!, 0);
      return tf.where(zero, tf.zerosLike(dy), tf.div(tf.mul(dy, 0.5), tf.where(zero, tf.onesLike(y!), y!)));
    };
    return { value, gradFunc };
  });
  return withGradient(x);
}

function distanceShape(a: Shape, b: Shape): Shape {
  const [left, right] = [a.at(-1) ?? null, b.at(-1) ?? null];
  if (a.length < 2 || b.length < 2 || (left !== null && right !== null && left !== right))
    throw shapeError("cdist", "both must be matrices with rows of the same size", [a, b]);
  return [...broadcastShapes("cdist", a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-2)!];
}

function checkSame(a: Shape, b: Shape): void {
  const fits = a.length === b.length && a.every((size, i) => size === null || b[i] === null || size === b[i]);
  if (!fits) throw shapeError("psnr", "both tensors must have the same shape", [a, b]);
}
