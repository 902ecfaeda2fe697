import { defineLayer, type Tensor } from "@hornbeam/core";
import { maxPool } from "@hornbeam/ops";
import { BasePooling, poolOptions } from "./_base-pooling.ts";

/**
 * The largest element of each window, channel by channel.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: the same, with the positions of the window for `height, width`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/pooling_layers/max_pooling2d/ | keras.layers.MaxPooling2D}
 * @example
 * new MaxPooling2D({ poolSize: 2 })(ones([1, 28, 28, 16])).shape; // [1, 14, 14, 16]
 */
export class MaxPooling2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.MaxPooling2D",
  /* @__PURE__ */ poolOptions(2),
  BasePooling,
) {
  override call(x: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return maxPool(x, this.poolSize, { strides, padding, dataFormat });
  }
}
