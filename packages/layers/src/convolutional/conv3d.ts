import { defineLayer } from "@hornbeam/core";
import { BaseConv, convOptions } from "./_base-conv.ts";

/**
 * Convolution over three axes: `activation(x ∗ kernel + bias)`.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `filters` channels, and the positions of the window for the sizes
 * - kernel: `[...kernelSize, channels / groups, filters]`; bias: `[filters]`
 *
 * @throws {OptionError} when `groups` does not divide `filters`.
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/convolution_layers/convolution3d/ | keras.layers.Conv3D}
 * @example
 * new Conv3D({ filters: 2, kernelSize: 3 })(ones([1, 8, 8, 8, 1])).shape; // [1, 6, 6, 6, 2]
 */
export class Conv3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Conv3D",
  /* @__PURE__ */ convOptions(3, "valid", "same"),
  BaseConv,
) {}
