import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import type { DataFormat } from "../nn/_windows.ts";
import { filtered, gaussian } from "./_filters.ts";
import { type ImageOptions, imageAxes, toImageBatch } from "./_images.ts";

interface SsimOptions extends ImageOptions {
  /** Largest value that pixels can have. */
  maxVal: number;
  /** Height and width of the windows in which images are compared. */
  filterSize: number;
  /** Standard deviation of the bell by which pixels of a window count. */
  filterSigma: number;
  k1: number;
  k2: number;
}

/**
 * Structural similarity of images: 1 where they are the same. The mean over windows and channels of
 * `(2 m₁ m₂ + c₁)(2 s₁₂ + c₂) / ((m₁² + m₂² + c₁)(s₁² + s₂² + c₂))`, of means `m`, variances `s²` and the covariance
 * `s₁₂`, where `c₁ = (k1 · maxVal)²` and `c₂ = (k2 · maxVal)²`.
 *
 * - image1, image2: `[height, width, channels]` or batches of those; with channels first for `"channels_first"`
 * - output: `[]`, or `[batch]`
 *
 * @throws {ShapeError} when the images have different shapes, or a window does not fit into them.
 * @see {@link https://keras.io/api/ops/image/ | keras.ops.image.ssim}
 * @see {@link https://doi.org/10.1109/TIP.2003.819861 | Wang et al., 2004}
 * @example
 * image.ssim([[[0], [1]]], [[[0], [1]]], { filterSize: 1 }); // 1
 */
export const ssim = /* @__PURE__ */ defineOp<[image1: Tensor, image2: Tensor], SsimOptions, Tensor>({
  className: "SSIM",
  module: "image",
  tensors: ["image1", "image2"],
  options: { maxVal: 1, filterSize: 11, filterSigma: 1.5, k1: 0.01, k2: 0.03, dataFormat: null },
  call: (image1, image2, options) => {
    const format = plan(image1.shape, image2.shape, options);
    const [first, second] = [image1, image2].map((one) => toImageBatch(toFloat(one), format)) as [Tensor, Tensor];
    const similarity = tf.mean(similarities(first, second, options), [1, 2, 3]);
    return image1.rank === 3 ? tf.squeeze(similarity, [0]) : similarity;
  },
  spec: (image1: unknown, image2: unknown, options: SsimOptions) => {
    const { shape, dtype } = specOf(image1);
    plan(shape, specOf(image2).shape, options);
    return spec(shape.length === 3 ? [] : [shape[0]!], floatType(dtype));
  },
});

function plan(first: Shape, second: Shape, { filterSize, dataFormat }: SsimOptions): DataFormat {
  const op = "image.ssim";
  const axes = imageAxes(op, first, dataFormat, "image1");
  imageAxes(op, second, dataFormat, "image2");
  const differs = (size: number | null, i: number): boolean =>
    size !== null && second[i] !== null && size !== second[i];
  if (first.length !== second.length || first.some(differs))
    throw shapeError(op, "`image1` and `image2` must have the same shape", [first, second]);
  if (!Number.isInteger(filterSize) || filterSize < 1)
    throw argumentError(op, "filterSize", "be a positive integer", filterSize);
  if ([first[axes.height]!, first[axes.width]!].some((size) => size !== null && size < filterSize))
    throw shapeError(op, `a window of ${filterSize} by ${filterSize} pixels must fit into the images`, first);
  return axes.format;
}

function similarities(x: Tensor, y: Tensor, { maxVal, filterSize, filterSigma, k1, k2 }: SsimOptions): Tensor {
  const bell = gaussian(filterSize, filterSigma);
  const [c1, c2] = [(k1 * maxVal) ** 2, (k2 * maxVal) ** 2];
  const mean = (z: Tensor): Tensor =>
    filtered(filtered(z, bell, [filterSize, 1], "valid"), bell, [1, filterSize], "valid");
  const [mx, my] = [mean(x), mean(y)];
  const [mxx, myy, mxy] = [tf.square(mx), tf.square(my), tf.mul(mx, my)];
  const covariance = tf.sub(mean(tf.mul(x, y)), mxy);
  const variances = tf.sub(mean(tf.add(tf.square(x), tf.square(y))), tf.add(mxx, myy));
  const alike = tf.mul(tf.add(tf.mul(mxy, 2), c1), tf.add(tf.mul(covariance, 2), c2));
  return tf.div(alike, tf.mul(tf.add(tf.add(mxx, myy), c1), tf.add(variances, c2)));
}
