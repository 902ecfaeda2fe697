import { defineLayer } from "@hornbeam/core";
import { BaseDepthwiseConv, depthwiseOptions } from "./_base-depthwise-conv.ts";

/**
 * Convolution over two axes of each channel by itself, with `depthMultiplier` filters each.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `channels · depthMultiplier` channels
 * - kernel: `[...kernelSize, channels, depthMultiplier]`; bias: `[channels · depthMultiplier]`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/ | keras.layers.DepthwiseConv2D}
 * @example
 * new DepthwiseConv2D({ kernelSize: 3, depthMultiplier: 2 })(ones([1, 10, 10, 3])).shape; // [1, 8, 8, 6]
 */
export class DepthwiseConv2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.DepthwiseConv2D",
  /* @__PURE__ */ depthwiseOptions(2),
  BaseDepthwiseConv,
) {}
