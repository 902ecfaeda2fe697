import { defineLayer } from "@hornbeam/core";
import { BaseSeparableConv, separableOptions } from "./_base-separable-conv.ts";

/**
 * Convolution over one axis in two steps: each channel by itself, then all channels at each place.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `filters` channels
 * - kernels: `[...kernelSize, channels, depthMultiplier]` and `[1, …, channels · depthMultiplier, filters]`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://arxiv.org/abs/1610.02357 | Chollet, 2017}
 * @see {@link https://keras.io/api/layers/convolution_layers/separable_convolution1d/ | keras.layers.SeparableConv1D}
 * @example
 * new SeparableConv1D({ filters: 4, kernelSize: 3 })(ones([1, 10, 3])).shape; // [1, 8, 4]
 */
export class SeparableConv1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.SeparableConv1D",
  /* @__PURE__ */ separableOptions(1),
  BaseSeparableConv,
) {}
