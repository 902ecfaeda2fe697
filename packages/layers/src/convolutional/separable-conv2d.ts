import { defineLayer } from "@hornbeam/core";
import { BaseSeparableConv, separableOptions } from "./_base-separable-conv.ts";

/**
 * Convolution over two axes in two steps: each channel by itself, then all channels at each place.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `filters` channels
 * - kernels: `[...kernelSize, channels, depthMultiplier]` and `[1, …, channels · depthMultiplier, filters]`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://arxiv.org/abs/1610.02357 | Chollet, 2017}
 * @see {@link https://keras.io/api/layers/convolution_layers/separable_convolution2d/ | keras.layers.SeparableConv2D}
 * @example
 * new SeparableConv2D({ filters: 4, kernelSize: 3 })(ones([1, 10, 10, 3])).shape; // [1, 8, 8, 4]
 */
export class SeparableConv2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.SeparableConv2D",
  /* @__PURE__ */ separableOptions(2),
  BaseSeparableConv,
) {}
