import { defineOp, rememberLogits, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, countAlong, frontAxes } from "../_axes.ts";
import { floatUnary } from "../_define.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";

type SoftmaxAxis = Axis;

/**
 * Logistic function: `1 / (1 + e⁻ˣ)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#sigmoid-function | keras.ops.sigmoid}
 * @example
 * sigmoid([0, 1]); // [0.5, 0.7310586]
 */
export const sigmoid = /* @__PURE__ */ floatUnary("Sigmoid", (x) => rememberLogits(tf.sigmoid(x), x), "nn");

/**
 * Exponentials that sum to 1 along an axis: `eˣ / Σ eˣ`; over all elements where the axis is null.
 *
 * @see {@link https://keras.io/api/ops/nn/#softmax-function | keras.ops.softmax}
 * @example
 * softmax([0, 0]); // [0.5, 0.5]
 */
export const softmax = /* @__PURE__ */ defineOp<[x: Tensor], { axis: SoftmaxAxis }, Tensor>({
  className: "Softmax",
  module: "nn",
  tensors: ["x"],
  options: { axis: -1 as SoftmaxAxis },
  call: (x: Tensor, { axis }) => {
    const logits = toFloat(x);
    return rememberLogits(alongLast("softmax", logits, axis, tf.softmax), logits);
  },
  spec: sameShape("softmax"),
});

/**
 * Logarithm of the {@link softmax}, without overflow: `x - ln Σ eˣ`.
 *
 * @see {@link https://keras.io/api/ops/nn/#logsoftmax-function | keras.ops.log_softmax}
 * @example
 * logSoftmax([0, 0]); // [-0.6931472, -0.6931472]
 */
export const logSoftmax = /* @__PURE__ */ defineOp<[x: Tensor], { axis: SoftmaxAxis }, Tensor>({
  className: "LogSoftmax",
  module: "nn",
  tensors: ["x"],
  options: { axis: -1 as SoftmaxAxis },
  call: (x: Tensor, { axis }) => alongLast("logSoftmax", toFloat(x), axis, tf.logSoftmax),
  spec: sameShape("logSoftmax"),
});

/** A function of the last axis, applied to others, to several as to one, or to all elements at once. */
export function alongLast(op: string, x: Tensor, axis: SoftmaxAxis, f: (x: Tensor) => Tensor): Tensor {
  if (axis === null || x.rank === 0) return tf.reshape(f(tf.reshape(x, [-1])), x.shape);
  const axes = frontAxes(op, axis, x.rank);
  if (axes.length === 1 && axes[0] === x.rank - 1) return f(x);
  const free = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...free, ...axes];
  const moved = tf.transpose(x, order);
  const rows = tf.reshape(moved, [...free.map((i) => x.shape[i]!), countAlong(x.shape, axes)]);
  const back = order.map((_, i) => order.indexOf(i));
  return tf.transpose(tf.reshape(f(rows), moved.shape), back);
}

function sameShape(op: string) {
  return (x: unknown, { axis }: { axis: SoftmaxAxis }) => {
    const { shape, dtype } = specOf(x);
    if (axis !== null && shape.length > 0) frontAxes(op, axis, shape.length);
    return spec(shape, floatType(dtype));
  };
}
