import { defineLayer, type Tensor, type Variable } from "@hornbeam/core";
import { conv, pad } from "@hornbeam/ops";
import { BaseConv, convOptions } from "./_base-conv.ts";

/**
 * Convolution over one axis: `activation(x ∗ kernel + bias)`.
 *
 * With `padding: "causal"` the output at a step depends on no later step of the input.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch with `"channels_first"`
 * - output: the same with `filters` channels, and the positions of the window for the steps
 * - kernel: `[kernelSize, channels / groups, filters]`; bias: `[filters]`
 *
 * @throws {OptionError} when `groups` does not divide `filters`.
 * @throws {ShapeError} when the input is shorter than the window.
 * @see {@link https://keras.io/api/layers/convolution_layers/convolution1d/ | keras.layers.Conv1D}
 * @example
 * new Conv1D({ filters: 2, kernelSize: 3, padding: "causal" })(ones([1, 10, 4])).shape; // [1, 10, 2]
 */
export class Conv1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Conv1D",
  /* @__PURE__ */ convOptions(1, "valid", "same", "causal"),
  BaseConv,
) {
  protected override convolve(x: Tensor, kernel: Tensor | Variable): Tensor {
    if (this.padding !== "causal") return super.convolve(x, kernel);
    const { strides, dilationRate, dataFormat } = this;
    const before = [dilationRate[0]! * (this.kernelSize[0]! - 1), 0];
    const padding = dataFormat === "channels_last" ? [[0, 0], before, [0, 0]] : [[0, 0], [0, 0], before];
    return conv(pad(x, padding), kernel, { strides, padding: "valid", dilationRate, dataFormat });
  }
}
