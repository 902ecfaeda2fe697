import { defineLayer } from "@hornbeam/core";
import { BaseConvTranspose, convTransposeOptions } from "./_base-conv-transpose.ts";

/**
 * Transposed convolution over two axes: the map that is the gradient of a convolution, so that sizes grow by the
 * strides.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `filters` channels, and sizes about `strides` times as large
 * - kernel: `[...kernelSize, filters, channels]`; bias: `[filters]`
 *
 * @throws {OptionError} when `outputPadding` is not less than `strides`.
 * @see {@link https://arxiv.org/abs/1603.07285 | Dumoulin and Visin, 2016}, section 4
 * @see {@link https://keras.io/api/layers/convolution_layers/convolution2d_transpose/ | keras.layers.Conv2DTranspose}
 * @example
 * new Conv2DTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" })(ones([1, 7, 7, 3])).shape; // [1, 14, 14, 2]
 */
export class Conv2DTranspose extends /* @__PURE__ */ defineLayer(
  "keras.layers.Conv2DTranspose",
  /* @__PURE__ */ convTransposeOptions(2),
  BaseConvTranspose,
) {}
