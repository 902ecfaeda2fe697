import { defineLayer, type Tensor } from "@hornbeam/core";
import { averagePool } from "@hornbeam/ops";
import { BasePooling, poolOptions } from "./_base-pooling.ts";

/**
 * The mean of each window, channel by channel. Padding does not count.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch
 * - output: the same, with the positions of the window for `steps`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/pooling_layers/average_pooling1d/ | keras.layers.AveragePooling1D}
 * @example
 * new AveragePooling1D({ poolSize: 2 })(ones([1, 6, 3])).shape; // [1, 3, 3]
 */
export class AveragePooling1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.AveragePooling1D",
  /* @__PURE__ */ poolOptions(1),
  BasePooling,
) {
  override call(x: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return averagePool(x, this.poolSize, { strides, padding, dataFormat });
  }
}
