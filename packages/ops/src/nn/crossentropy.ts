import { defineOp, epsilon, rememberedLogits, type Shape, type Tensor } from "@hornbeam/core";
import {
  binaryCrossEntropy,
  type CrossEntropyOptions,
  crossEntropy,
  sparseSoftmaxCrossEntropy,
} from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { untracked } from "../_untracked.ts";

interface CrossentropyOptions {
  fromLogits: boolean;
  axis: number;
}

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
    return binaryCrossEntropy(toFloat(target), ...predicted(output, fromLogits));
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
    const [x, options] = predicted(output, fromLogits);
    return crossEntropy(lastly(toFloat(target), along), lastly(x, along), options);
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
    const [x, options] = predicted(output, fromLogits);
    const classes = tf.reshape(as(untracked(target), "int32"), shape as number[]);
    return sparseSoftmaxCrossEntropy(classes, lastly(x, along), options);
  },
  spec: (target: unknown, output: unknown, { axis }: { axis: number }) => {
    const own = specOf(output);
    return spec(sparseShape(specOf(target).shape, own.shape, axis).shape, floatType(own.dtype));
  },
});

/** What the kernels are given of a prediction: its logits, where they are known, or itself. */
function predicted(output: Tensor, fromLogits: boolean): [x: Tensor, options: CrossEntropyOptions] {
  const logits = fromLogits ? output : rememberedLogits(output);
  return [toFloat(logits ?? output), { fromLogits: logits !== undefined, epsilon: epsilon() }];
}

/** The tensor with an axis at the end. */
function lastly(x: Tensor, axis: number): Tensor {
  if (axis === x.rank - 1) return x;
  const order = x.shape.map((_, i) => i);
  order.push(...order.splice(axis, 1));
  return tf.transpose(x, order);
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
