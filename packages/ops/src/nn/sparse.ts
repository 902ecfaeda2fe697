import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { floatUnary } from "../_define.ts";
import { as, toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { order } from "../numpy/_order.ts";
import { select } from "../numpy/_select.ts";
import { takeAlongAxis } from "../numpy/take.ts";
import { keepWhere, rectify } from "./_rectify.ts";

/**
 * Rectifier that is a parabola between: 0 below -1, `(x + 1)² / 4` up to 1, then `x`.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.sparse_plus}
 * @example
 * sparsePlus([-2, 0, 2]); // [0, 0.25, 2]
 */
export const sparsePlus = /* @__PURE__ */ floatUnary(
  "SparsePlus",
  (x) => {
    const parabola = tf.mul(tf.square(tf.add(x, 1)), 0.25);
    return keepWhere(tf.logicalNot(tf.lessEqual(x, -1)), select(tf.less(x, 1), parabola, x));
  },
  "nn",
);

/**
 * Straight line from 0 at -1 to 1 at 1: `min(max((x + 1) / 2, 0), 1)`.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.sparse_sigmoid}
 * @example
 * sparseSigmoid([-2, 0, 2]); // [0, 0.5, 1]
 */
export const sparseSigmoid = /* @__PURE__ */ floatUnary(
  "SparseSigmoid",
  (x) => {
    const upper = keepWhere(tf.logicalNot(tf.greaterEqual(x, 1)), tf.mul(tf.add(x, 1), 0.5), 1);
    return keepWhere(tf.logicalNot(tf.lessEqual(x, -1)), upper);
  },
  "nn",
);

/**
 * A softmax with zeros: `max(x - τ, 0)` along an axis, with `τ = (Σ Sᵢ - 1) / k` over the `k` sums `Sᵢ` of the largest
 * elements for which `xᵢ > (Sᵢ - 1) / i`.
 *
 * This is the threshold that Keras computes. Where more than one element counts it is higher than that of the paper,
 * which takes the last sum alone, so that the result may sum to less than 1.
 *
 * @see {@link https://arxiv.org/abs/1602.02068 | Martins and Astudillo, 2016}
 * @see {@link https://keras.io/api/ops/nn/#sparsemax-function | keras.ops.sparsemax}
 * @example
 * sparsemax([2, 0, -1]); // [1, 0, 0]
 */
export const sparsemax = /* @__PURE__ */ defineOp<[x: Tensor], { axis: number }, Tensor>({
  className: "Sparsemax",
  module: "nn",
  tensors: ["x"],
  options: { axis: -1 },
  call: (x, { axis }) => {
    const logits = toFloat(x);
    const along = frontAxis("sparsemax", axis, x.rank);
    const falling = takeAlongAxis(logits, order(logits, along, true), { axis: along });
    const sums = tf.cumsum(falling, along);
    const size = x.shape[along]!;
    const counts = tf.reshape(tf.range(1, size + 1), [...x.shape].fill(1).with(along, size));
    const support = tf.greater(tf.sub(falling, tf.div(tf.sub(sums, 1), counts)), 0);
    const total = tf.sum(keepWhere(support, sums), along, true);
    const tau = tf.div(tf.sub(total, 1), tf.sum(as(support, "float32"), along, true));
    return rectify(tf.sub(logits, tau));
  },
  spec: (x: unknown, { axis }: { axis: number }) => {
    const { shape, dtype } = specOf(x);
    frontAxis("sparsemax", axis, shape.length);
    return spec(shape, floatType(dtype));
  },
});

/**
 * Gated linear unit: the first half along an axis times the {@link sigmoid} of the second.
 *
 * @throws {ShapeError} when the axis cannot be halved.
 * @see {@link https://arxiv.org/abs/1612.08083 | Dauphin et al., 2017}
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.glu}
 * @example
 * glu([2, 0]); // [1]
 */
export const glu = /* @__PURE__ */ defineOp<[x: Tensor], { axis: number }, Tensor>({
  className: "Glu",
  module: "nn",
  tensors: ["x"],
  options: { axis: -1 },
  call: (x, { axis }) => {
    const along = halved(x.shape, axis).along;
    const [value, gate] = tf.split(toFloat(x), 2, along) as [Tensor, Tensor];
    return tf.mul(value, tf.sigmoid(gate));
  },
  spec: (x: unknown, { axis }: { axis: number }) => {
    const { shape, dtype } = specOf(x);
    return spec(halved(shape, axis).shape, floatType(dtype));
  },
});

function halved(shape: readonly (number | null)[], axis: number) {
  const along = frontAxis("glu", axis, shape.length);
  const size = shape[along]!;
  if (size !== null && size % 2 !== 0) throw shapeError("glu", `axis ${along} must be divisible by 2`, shape);
  return { along, shape: shape.with(along, size === null ? null : size / 2) };
}
