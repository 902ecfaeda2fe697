import { defineOp, isTensor, type Tensor } from "@hornbeam/core";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { sizesFor } from "../nn/_windows.ts";
import { blur } from "./_filters.ts";
import { fromImageBatch, type ImageOptions, imageAxes, toImageBatch } from "./_images.ts";

interface GaussianBlurOptions extends ImageOptions {
  /** Size of the kernel along height and width. */
  kernelSize: readonly [number, number];
  /** Standard deviations in pixels: along the width first. As a tensor, `[2]`, they may be others in each step. */
  sigma: readonly [number, number] | Tensor;
}

/**
 * Images blurred by a Gaussian kernel; pixels outside count as 0.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - output: the shape of the images
 *
 * @throws {ShapeError} when the images have another rank than 3 or 4.
 * @see {@link https://keras.io/api/ops/image/#gaussianblur-function | keras.ops.image.gaussian_blur}; where the kernel is
 *   not square, its numbers stand as Keras puts them, which is not quite a Gaussian
 * @example
 * image.gaussianBlur([[[0], [1], [0]]], { kernelSize: [1, 1] }); // [[[0], [1], [0]]]
 */
export const gaussianBlur = /* @__PURE__ */ defineOp<[images: Tensor], GaussianBlurOptions, Tensor>({
  className: "GaussianBlur",
  module: "image",
  tensors: ["images"],
  options: { kernelSize: [3, 3], sigma: [1, 1], dataFormat: null },
  call: (images, { kernelSize, sigma, dataFormat }) => {
    const { format } = imageAxes("image.gaussianBlur", images.shape, dataFormat);
    checkKernel(kernelSize, sigma);
    const batch = toImageBatch(toFloat(images), format);
    return fromImageBatch(blur(batch, kernelSize, sigma), format, images.rank);
  },
  spec: (images: unknown, { kernelSize, sigma, dataFormat }: GaussianBlurOptions) => {
    const { shape, dtype } = specOf(images);
    imageAxes("image.gaussianBlur", shape, dataFormat);
    checkKernel(kernelSize, sigma);
    return spec(shape, floatType(dtype));
  },
});

function checkKernel(kernelSize: readonly number[], sigma: readonly number[] | Tensor): void {
  if (typeof kernelSize === "number") throw argumentError("image.gaussianBlur", "kernelSize", "be a list", kernelSize);
  sizesFor("image.gaussianBlur", "kernelSize", kernelSize, 2);
  if (isTensor(sigma)) {
    if (sigma.size === 2) return;
    throw shapeError("image.gaussianBlur", "`sigma` must have 2 elements", sigma.shape);
  }
  if (!Array.isArray(sigma) || sigma.length !== 2 || !sigma.every((one) => typeof one === "number" && one > 0))
    throw argumentError("image.gaussianBlur", "sigma", "be a list of two positive numbers", sigma);
}
