import { defineOp, isFloat, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { type ImageAxes, type ImageOptions, imageAxes } from "./_images.ts";
import { resizeWeights, type WeightedInterpolation } from "./_resize-weights.ts";

export type Interpolation = "nearest" | WeightedInterpolation;

interface ResizeOptions extends ImageOptions {
  interpolation: Interpolation;
  antialias: boolean;
  cropToAspectRatio: boolean;
  padToAspectRatio: boolean;
  fillMode: "constant";
  fillValue: number;
}

type Size = readonly [height: number, width: number];

/**
 * Images in another size. Pixels are squares with their values at their centers; `antialias` widens the kernel of an
 * interpolation that makes images smaller. To keep the aspect ratio, the middle of the image can be cut out first, or
 * `fillValue` be put around it.
 *
 * Bilinear and nearest resizing without antialiasing cost a pass over the output; the others are two products of
 * matrices, `height · newHeight · width + width · newWidth · newHeight` multiplications a channel.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - output: the same with height and width of `size`; integers are rounded
 *
 * @throws {ShapeError} when the images have another rank than 3 or 4.
 * @throws {OptionError} when the image is to be both cut and padded.
 * @see {@link https://keras.io/api/ops/image/#resize-function | keras.ops.image.resize}
 * @example
 * image.resize([[[0], [4]]], [1, 4]); // [[[0], [1], [3], [4]]]
 */
export const resize = /* @__PURE__ */ defineOp<[images: Tensor, size: Size], ResizeOptions, Tensor>({
  className: "Resize",
  module: "image",
  tensors: ["images"],
  settings: ["size"],
  options: {
    interpolation: "bilinear",
    antialias: false,
    cropToAspectRatio: false,
    padToAspectRatio: false,
    fillMode: "constant",
    fillValue: 0,
    dataFormat: null,
  },
  call: (images, size, options) => {
    const axes = plan(images.shape, size, options);
    const framed = frame(images, axes, size, options);
    const resized = resample(framed, axes, size, options);
    return isFloat(images.dtype) || resized.dtype === images.dtype ? resized : as(tf.round(resized), "int32");
  },
  spec: (images: unknown, size: Size, options: ResizeOptions) => {
    const { shape, dtype } = specOf(images);
    const axes = plan(shape, size, options);
    return spec(shape.with(axes.height, size[0]).with(axes.width, size[1]), dtype);
  },
});

const interpolations: readonly string[] = ["bilinear", "nearest", "lanczos3", "lanczos5", "bicubic", "area"];

function plan(shape: Shape, size: Size, options: ResizeOptions): ImageAxes {
  const { interpolation, fillMode, cropToAspectRatio, padToAspectRatio } = options;
  if (!Array.isArray(size) || size.length !== 2 || !size.every((one) => Number.isInteger(one) && one > 0))
    throw argumentError("image.resize", "size", "be two positive integers, height and width", size);
  const axes = imageAxes("image.resize", shape, options.dataFormat);
  if (!interpolations.includes(interpolation)) {
    const expected = `be one of ${interpolations.map((name) => `"${name}"`).join(", ")}`;
    throw argumentError("image.resize", "interpolation", expected, interpolation);
  }
  if (fillMode !== "constant") throw argumentError("image.resize", "fillMode", 'be "constant"', fillMode);
  if (cropToAspectRatio && padToAspectRatio)
    throw argumentError("image.resize", "cropToAspectRatio", "be false where `padToAspectRatio` is true", true);
  return axes;
}

/** The part of the images, or the images in a frame, that has the aspect ratio of `size`. */
function frame(images: Tensor, axes: ImageAxes, [newHeight, newWidth]: Size, options: ResizeOptions): Tensor {
  const [height, width] = [images.shape[axes.height]!, images.shape[axes.width]!];
  // in float32 as Keras counts them, so that sizes agree to the pixel
  const fittingHeight = Math.trunc(Math.fround(Math.fround(width * newHeight) / newWidth));
  const fittingWidth = Math.trunc(Math.fround(Math.fround(height * newWidth) / newHeight));
  if (options.cropToAspectRatio) {
    const rows = Math.max(1, Math.min(height, fittingHeight));
    const columns = Math.max(1, Math.min(width, fittingWidth));
    const begin = images.shape.map(() => 0);
    begin[axes.height] = Math.trunc((height - rows) / 2);
    begin[axes.width] = Math.trunc((width - columns) / 2);
    return tf.slice(images, begin, images.shape.with(axes.height, rows).with(axes.width, columns));
  }
  if (!options.padToAspectRatio) return images;
  const above = Math.trunc((Math.max(height, fittingHeight) - height) / 2);
  const before = Math.trunc((Math.max(width, fittingWidth) - width) / 2);
  const around = images.shape.map((): [number, number] => [0, 0]);
  around[axes.height] = [above, above];
  around[axes.width] = [before, before];
  return tf.pad(images, around, options.fillValue);
}

function resample(images: Tensor, axes: ImageAxes, size: Size, options: ResizeOptions): Tensor {
  const { interpolation, antialias } = options;
  const [height, width] = [images.shape[axes.height]!, images.shape[axes.width]!];
  if (height === size[0] && width === size[1]) return tf.clone(images);
  const last = axes.format === "channels_last";
  const order = last ? [0, 3, 1, 2] : [0, 2, 3, 1];
  const back = last ? [0, 2, 3, 1] : [0, 3, 1, 2];
  const batch = (images.rank === 3 ? tf.expandDims(images, 0) : images) as tf.Tensor4D;
  const direct = interpolation === "nearest" || (interpolation === "bilinear" && !antialias);
  let resized: Tensor;
  if (direct) {
    const resizeBy = interpolation === "nearest" ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
    const pixels = (last ? batch : tf.transpose(batch, order)) as tf.Tensor4D;
    const values = interpolation === "nearest" ? pixels : (toFloat(pixels) as tf.Tensor4D);
    const output = resizeBy(values, [size[0], size[1]], false, true);
    resized = last ? output : tf.transpose(output, back);
  } else {
    // planes [batch, channels, height, width], so that both products have long rows
    const planes = last ? tf.transpose(toFloat(batch), order) : toFloat(batch);
    const rows = resizeWeights(interpolation, width, size[1], antialias);
    const columns = resizeWeights(interpolation, height, size[0], antialias);
    const output = tf.matMul(columns, tf.matMul(planes, rows), true);
    resized = last ? tf.transpose(output, back) : output;
  }
  return images.rank === 3 ? tf.squeeze(resized, [0]) : resized;
}
