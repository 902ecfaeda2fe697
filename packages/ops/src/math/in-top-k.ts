import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { shapeError, specOf } from "../_spec.ts";

/**
 * Whether the predicted score of each target is among the `k` largest of its row; ties count for it.
 *
 * - targets: `[batch]`, numbers of classes
 * - predictions: `[batch, classes]`
 * - output: `[batch]`
 *
 * @throws {ShapeError} when there is not one target for each row.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.in_top_k}
 * @example
 * inTopK([1, 0], [[0.1, 0.9], [0.2, 0.8]], 1); // [true, false]
 */
export const inTopK = /* @__PURE__ */ defineOp<[targets: Tensor, predictions: Tensor, k: number], object, Tensor>({
  className: "InTopK",
  module: "math",
  tensors: ["targets", "predictions"],
  settings: ["k"],
  call: (targets, predictions, k) => {
    check(targets.shape, predictions.shape);
    const classes = tf.range(0, predictions.shape.at(-1)!, 1, "int32");
    const isOwn = tf.equal(tf.expandDims(as(targets, "int32"), -1), classes);
    const own = tf.sum(tf.where(isOwn, predictions, tf.zerosLike(predictions)), -1, true);
    const above = tf.sum(as(tf.greater(predictions, own), "int32"), -1);
    // a class that there is not, and a score that is no number, are never among the largest
    const counts = tf.logicalAnd(tf.any(isOwn, -1), tf.isFinite(tf.squeeze(own, [-1])));
    return tf.logicalAnd(counts, tf.less(above, k));
  },
  spec: (targets: unknown, predictions: unknown) => {
    check(specOf(targets).shape, specOf(predictions).shape);
    return { shape: specOf(targets).shape, dtype: "bool" as const };
  },
});

function check(targets: readonly (number | null)[], predictions: readonly (number | null)[]): void {
  const agree = (a: number | null, b: number | null): boolean => a === null || b === null || a === b;
  if (predictions.length === targets.length + 1 && targets.every((size, i) => agree(size, predictions[i]!))) return;
  throw shapeError("inTopK", "there must be one target for each row of predictions", [targets, predictions]);
}
