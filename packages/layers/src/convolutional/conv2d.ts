import { defineLayer } from "@hornbeam/core";
import { BaseConv, convOptions } from "./_base-conv.ts";

/**
 * Convolution over two axes: `activation(x ∗ kernel + bias)`.
 *
 * - input: `[batch, height, width, channels]`, or `[batch, channels, height, width]` with `"channels_first"`
 * - output: the same with `filters` channels, and the positions of the window for height and width
 * - kernel: `[...kernelSize, channels / groups, filters]`; bias: `[filters]`
 *
 * @throws {OptionError} when `groups` does not divide `filters`.
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/convolution_layers/convolution2d/ | keras.layers.Conv2D}
 * @example
 * new Conv2D({ filters: 16, kernelSize: 5, padding: "same" })(ones([1, 28, 28, 1])).shape; // [1, 28, 28, 16]
 */
export class Conv2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Conv2D",
  /* @__PURE__ */ convOptions(2, "valid", "same"),
  BaseConv,
) {}
