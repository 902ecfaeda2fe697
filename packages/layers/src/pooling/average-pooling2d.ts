import { defineLayer, type Tensor } from "@hornbeam/core";
import { averagePool } from "@hornbeam/ops";
import { BasePooling, poolOptions } from "./_base-pooling.ts";

/**
 * The mean of each window, channel by channel. Padding does not count.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: the same, with the positions of the window for `height, width`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/pooling_layers/average_pooling2d/ | keras.layers.AveragePooling2D}
 * @example
 * new AveragePooling2D({ poolSize: 2 })(ones([1, 28, 28, 16])).shape; // [1, 14, 14, 16]
 */
export class AveragePooling2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.AveragePooling2D",
  /* @__PURE__ */ poolOptions(2),
  BasePooling,
) {
  override call(x: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return averagePool(x, this.poolSize, { strides, padding, dataFormat });
  }
}
