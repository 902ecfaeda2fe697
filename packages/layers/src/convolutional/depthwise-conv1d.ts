import { defineLayer } from "@hornbeam/core";
import { BaseDepthwiseConv, depthwiseOptions } from "./_base-depthwise-conv.ts";

/**
 * Convolution over one axis of each channel by itself, with `depthMultiplier` filters each.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `channels · depthMultiplier` channels
 * - kernel: `[...kernelSize, channels, depthMultiplier]`; bias: `[channels · depthMultiplier]`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/ | keras.layers.DepthwiseConv1D}
 * @example
 * new DepthwiseConv1D({ kernelSize: 3, depthMultiplier: 2 })(ones([1, 10, 3])).shape; // [1, 8, 6]
 */
export class DepthwiseConv1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.DepthwiseConv1D",
  /* @__PURE__ */ depthwiseOptions(1),
  BaseDepthwiseConv,
) {}
