import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { toFloat } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import type { DataFormat } from "../nn/_windows.ts";
import { type ImageOptions, imageAxes } from "./_images.ts";
import { checkTransform, project, type TransformFillMode, type TransformInterpolation } from "./_projection.ts";

export interface AffineTransformOptions extends ImageOptions {
  interpolation: TransformInterpolation;
  fillMode: TransformFillMode;
  fillValue: number;
}

/**
 * Images moved, turned, scaled or sheared: the output at `(x, y)` is the input at
 * `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, where `k = c0 x + c1 y + 1`. Has a gradient with respect to the images
 * and, with bilinear interpolation, to the transform.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - transform: `[8]` or, one for each image, `[batch, 8]`: `[a0, a1, a2, b0, b1, b2, c0, c1]`
 * - output: the shape and dtype of the images
 *
 * @throws {ShapeError} when the images have another rank than 3 or 4, or transforms do not fit them.
 * @see {@link https://keras.io/api/ops/image/#affinetransform-function | keras.ops.image.affine_transform}
 * @example
 * image.affineTransform([[[1], [2], [3]]], [1, 0, 1, 0, 1, 0, 0, 0]); // [[[2], [3], [0]]]
 */
export const affineTransform = /* @__PURE__ */ defineOp<
  [images: Tensor, transform: Tensor],
  AffineTransformOptions,
  Tensor
>({
  className: "AffineTransform",
  module: "image",
  tensors: ["images", "transform"],
  options: { interpolation: "bilinear", fillMode: "constant", fillValue: 0, dataFormat: null },
  call: (images, transform, options) => {
    const format = plan(images.shape, transform.shape, options);
    return project(images, toFloat(transform), { ...options, format });
  },
  spec: (images: unknown, transform: unknown, options: AffineTransformOptions) => {
    const { shape, dtype } = specOf(images);
    plan(shape, specOf(transform).shape, options);
    return spec(shape, dtype);
  },
});

function plan(images: Shape, transform: Shape, options: AffineTransformOptions): DataFormat {
  const op = "image.affineTransform";
  const { format } = imageAxes(op, images, options.dataFormat);
  checkTransform(op, options.interpolation, options.fillMode);
  if ((transform.length !== 1 && transform.length !== 2) || (transform.at(-1) ?? 8) !== 8)
    throw shapeError(op, "`transform` must have shape [8] (one transform) or [batch, 8]", transform);
  const [count, batch] = [transform.length === 2 ? transform[0]! : 1, images.length === 4 ? images[0]! : 1];
  if (count !== 1 && count !== null && batch !== null && count !== batch)
    throw shapeError(op, `there must be one transform, or one for each of the ${batch} images`, transform);
  return format;
}
