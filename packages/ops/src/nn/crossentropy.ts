import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { sparseSoftmaxCrossEntropy } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { rememberedLogits } from "./_logits.ts";
import { between } from "./_rectify.ts";
import { alongLast } from "./softmax.ts";

interface CrossentropyOptions {
  fromLogits: boolean;
  axis: number;
}

/** Keras' `epsilon()`: how near to 0 and 1 a probability may come. */
const epsilon = 1e-7;

/**
 * Crossentropy of two classes, element by element: `-(t · ln p + (1 - t) · ln(1 - p))`.
 *
 * With `fromLogits`, `output` holds `ln(p / (1 - p))`. Probabilities that {@link sigmoid} just gave count by their
 * logits while gradients are taken.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/ops/nn/#binarycrossentropy-function | keras.ops.binary_crossentropy}
 * @example
 * binaryCrossentropy([1, 0], [0.5, 0.5]); // [0.6931472, 0.6931472]
 */
export const binaryCrossentropy = /* @__PURE__ */ defineOp<
  [target: Tensor, output: Tensor],
  { fromLogits: boolean },
  Tensor
>({
  className: "BinaryCrossentropy",
  module: "nn",
  tensors: ["target", "output"],
  options: { fromLogits: false },
  call: (target: Tensor, output: Tensor, { fromLogits }) => {
    sameShapes("binaryCrossentropy", target.shape, output.shape);
    const truth = toFloat(target);
    const logits = fromLogits ? toFloat(output) : rememberedLogits(output);
    if (logits) return tf.sub(tf.softplus(logits), tf.mul(logits, truth));
    const p = clipped(toFloat(output));
    const both = tf.add(tf.mul(truth, tf.log(p)), tf.mul(tf.sub(1, truth), tf.log(tf.sub(1, p))));
    return tf.neg(both);
  },
  spec: (target: unknown, output: unknown) => {
    const own = specOf(output);
    sameShapes("binaryCrossentropy", specOf(target).shape, own.shape);
    return spec(own.shape, floatType(own.dtype));
  },
});

/**
 * Crossentropy of classes along an axis: `-Σ t · ln p`. Probabilities are scaled to sum to 1.
 *
 * With `fromLogits`, the {@link softmax} of `output` is taken first. Probabilities that {@link softmax} just gave count
 * by their logits while gradients are taken.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/ops/nn/#categoricalcrossentropy-function | keras.ops.categorical_crossentropy}
 * @example
 * categoricalCrossentropy([[0, 1]], [[0.5, 0.5]]); // [0.6931472]
 */
export const categoricalCrossentropy = /* @__PURE__ */ defineOp<
  [target: Tensor, output: Tensor],
  CrossentropyOptions,
  Tensor
>({
  className: "CategoricalCrossentropy",
  module: "nn",
  tensors: ["target", "output"],
  options: { fromLogits: false, axis: -1 },
  call: (target: Tensor, output: Tensor, { fromLogits, axis }) => {
    atLeastRank1("categoricalCrossentropy", target.shape, output.shape);
    sameShapes("categoricalCrossentropy", target.shape, output.shape);
    const along = frontAxis("categoricalCrossentropy", axis, output.rank);
    const logits = fromLogits ? toFloat(output) : rememberedLogits(output);
    const logP = logits
      ? alongLast("categoricalCrossentropy", logits, along, tf.logSoftmax)
      : tf.log(clipped(tf.div(toFloat(output), tf.sum(toFloat(output), along, true))));
    return tf.neg(tf.sum(tf.mul(toFloat(target), logP), along));
  },
  spec: (target: unknown, output: unknown, { axis }: { axis: number }) => {
    const { shape, dtype } = specOf(output);
    atLeastRank1("categoricalCrossentropy", specOf(target).shape, shape);
    sameShapes("categoricalCrossentropy", specOf(target).shape, shape);
    return spec(shape.toSpliced(frontAxis("categoricalCrossentropy", axis, shape.length), 1), floatType(dtype));
  },
});

/**
 * Crossentropy of classes given by their numbers: `-ln p[t]`.
 *
 * - target: `[...]` or `[..., 1]`, whole numbers from 0
 * - output: `[..., classes]`, probabilities, or logits with `fromLogits`
 * - result: `[...]`
 *
 * A number that no class has gives NaN.
 *
 * @throws {ShapeError} when the target is not shaped as the output without its classes.
 * @see {@link https://keras.io/api/ops/nn/#sparsecategoricalcrossentropy-function | keras.ops.sparse_categorical_crossentropy}
 * @example
 * sparseCategoricalCrossentropy([1], [[0.5, 0.5]]); // [0.6931472]
 */
export const sparseCategoricalCrossentropy = /* @__PURE__ */ defineOp<
  [target: Tensor, output: Tensor],
  CrossentropyOptions,
  Tensor
>({
  className: "SparseCategoricalCrossentropy",
  module: "nn",
  tensors: ["target", "output"],
  options: { fromLogits: false, axis: -1 },
  call: (target: Tensor, output: Tensor, { fromLogits, axis }) => {
    const { along, shape } = sparseShape(target.shape, output.shape, axis);
    const logits = fromLogits ? toFloat(output) : (rememberedLogits(output) ?? tf.log(clipped(toFloat(output))));
    const order = output.shape.map((_, i) => i);
    order.push(...order.splice(along, 1));
    const rows = along === output.rank - 1 ? logits : tf.transpose(logits, order);
    return sparseSoftmaxCrossEntropy(tf.reshape(as(target, "int32"), shape as number[]), rows);
  },
  spec: (target: unknown, output: unknown, { axis }: { axis: number }) => {
    const own = specOf(output);
    return spec(sparseShape(specOf(target).shape, own.shape, axis).shape, floatType(own.dtype));
  },
});

function clipped(p: Tensor): Tensor {
  return between(p, epsilon, 1 - epsilon);
}

function atLeastRank1(op: string, target: Shape, output: Shape): void {
  if (target.length === 0 || output.length === 0)
    throw shapeError(op, "`target` and `output` must be at least rank 1", [target, output]);
}

function sameShapes(op: string, target: Shape, output: Shape): void {
  const fits = target.length === output.length && target.every((size, i) => agree(size, output[i]!));
  if (!fits) throw shapeError(op, "`target` and `output` must have the same shape", [target, output]);
}

function sparseShape(target: Shape, output: Shape, axis: number): { along: number; shape: Shape } {
  const op = "sparseCategoricalCrossentropy";
  if (output.length === 0) throw shapeError(op, "`output` must be at least rank 1", output);
  const along = frontAxis(op, axis, output.length);
  const shape = output.toSpliced(along, 1);
  const own = target.length === output.length && target.at(-1) === 1 ? target.slice(0, -1) : target;
  if (own.length !== shape.length || !own.every((size, i) => agree(size, shape[i]!))) {
    const expected = "`target` and `output` must have the same shape up until the last dimension";
    throw shapeError(op, expected, [target, output]);
  }
  return { along, shape };
}

function agree(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}
