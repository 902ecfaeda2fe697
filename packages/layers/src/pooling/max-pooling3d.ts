import { defineLayer, type Tensor } from "@hornbeam/core";
import { maxPool } from "@hornbeam/ops";
import { BasePooling, poolOptions } from "./_base-pooling.ts";

/**
 * The largest element of each window, channel by channel.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, with the positions of the window for `depth, height, width`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/pooling_layers/max_pooling3d/ | keras.layers.MaxPooling3D}
 * @example
 * new MaxPooling3D({ poolSize: 2 })(ones([1, 4, 8, 8, 2])).shape; // [1, 2, 4, 4, 2]
 */
export class MaxPooling3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.MaxPooling3D",
  /* @__PURE__ */ poolOptions(3),
  BasePooling,
) {
  override call(x: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return maxPool(x, this.poolSize, { strides, padding, dataFormat });
  }
}
