import { defineOp, isFloat, type KnownShape, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxes } from "../_axes.ts";
import { as, asTensor, toFloat } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { matmul } from "../numpy/matmul.ts";
import { type SamplingKernel, samplingWeights } from "./_sampling.ts";

type Method = "linear" | "bilinear" | "trilinear" | "cubic" | "bicubic" | "tricubic" | "lanczos3" | "lanczos5";

const kernels: Readonly<Record<string, SamplingKernel>> = {
  linear: "linear",
  bilinear: "linear",
  trilinear: "linear",
  cubic: "cubic",
  bicubic: "cubic",
  tricubic: "cubic",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
};

/**
 * Axes scaled and then moved: what was at `x` comes to lie at `scale · x + translation`, by elements with their values at
 * their centers. Each axis costs a product with a matrix of weights. Has gradients with respect to the scales and
 * translations as well.
 *
 * - images: a tensor of any rank
 * - outputShape: the shape of the result
 * - scale, translation: a number for each of `spatialDims`
 * - output: zeros where nothing comes to lie; integers are rounded
 *
 * @throws {ShapeError} when the result's other axes differ, or there is not a number for each axis.
 * @see {@link https://keras.io/api/ops/image/ | keras.ops.image.scale_and_translate}
 * @example
 * image.scaleAndTranslate([1, 2, 3], [3], [1], [1], [0], "linear"); // [0, 1, 2]
 */
export const scaleAndTranslate = /* @__PURE__ */ defineOp<
  [
    images: Tensor,
    outputShape: KnownShape,
    scale: Tensor,
    translation: Tensor,
    spatialDims: readonly number[],
    method: Method,
  ],
  { antialias: boolean },
  Tensor
>({
  className: "ScaleAndTranslate",
  module: "image",
  tensors: ["images", "output_shape", "scale", "translation"],
  settings: ["spatial_dims", "method"],
  options: { antialias: true },
  raw: true,
  call: (images, outputShape, scale, translation, spatialDims, method, { antialias }) => {
    const op = "image.scaleAndTranslate";
    const x = asTensor(op, images);
    const [scales, shifts] = [scale, translation].map((one: TensorLike) => toFloat(asTensor(op, one))) as [
      Tensor,
      Tensor,
    ];
    const axes = plan(x.shape, outputShape, scales.shape, shifts.shape, spatialDims, method);
    let output: Tensor = tf.clone(toFloat(x));
    axes.forEach((axis, i) => {
      const weights = samplingWeights({
        inputSize: x.shape[axis]!,
        outputSize: outputShape[axis]!,
        scale: tf.slice(scales, [i], [1]),
        translation: tf.slice(shifts, [i], [1]),
        kernel: kernels[method]!,
        antialias,
      });
      output = along(output, axis, weights);
    });
    if (isFloat(x.dtype) || axes.length === 0) return as(output, x.dtype as "float32");
    const numbers = toFloat(x);
    return as(tf.maximum(tf.minimum(tf.round(output), tf.max(numbers)), tf.min(numbers)), x.dtype as "int32");
  },
  spec: (
    images: unknown,
    outputShape: Shape,
    scale: unknown,
    translation: unknown,
    spatialDims: readonly number[],
    method: Method,
  ) => {
    const { shape, dtype } = specOf(images);
    plan(shape, outputShape, specOf(scale).shape, specOf(translation).shape, spatialDims, method);
    return spec(outputShape, dtype);
  },
});

/** The axes in the order in which they are given. */
function plan(
  shape: Shape,
  outputShape: Shape,
  scale: Shape,
  translation: Shape,
  spatialDims: readonly number[],
  method: string,
): number[] {
  const op = "image.scaleAndTranslate";
  if (!(method in kernels)) {
    const names = Object.keys(kernels).map((name) => `"${name}"`);
    throw argumentError(op, "method", `be one of ${names.join(", ")}`, method);
  }
  const sorted = frontAxes(op, spatialDims, shape.length);
  const axes = spatialDims.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const other = (size: number | null, axis: number): boolean =>
    !sorted.includes(axis) && size !== null && shape[axis] !== null && size !== shape[axis];
  if (outputShape.length !== shape.length || outputShape.some(other))
    throw shapeError(
      op,
      `\`outputShape\` must be that of \`images\`, ${JSON.stringify(shape)}, but for the axes scaled`,
      outputShape,
    );
  for (const [name, numbers] of [["scale", scale] as const, ["translation", translation] as const]) {
    if (numbers.length !== 1 || (numbers[0] !== null && numbers[0] !== axes.length))
      throw shapeError(op, `\`${name}\` must hold a number for each of ${axes.length} axes`, numbers);
  }
  return axes;
}

/** The product of an axis with a matrix `[before, after]`. */
function along(x: Tensor, axis: number, weights: Tensor): Tensor {
  const outer = x.shape.slice(0, axis).reduce((all, size) => all * size, 1);
  const inner = x.shape.slice(axis + 1).reduce((all, size) => all * size, 1);
  const blocks = tf.reshape(x, [outer, x.shape[axis]!, inner]);
  const output = inner === 1 ? tf.matMul(tf.squeeze(blocks, [2]), weights) : matmul(tf.transpose(weights), blocks);
  return tf.reshape(output, x.shape.with(axis, weights.shape[1]!));
}
