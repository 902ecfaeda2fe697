import { defineLayer, type Tensor } from "@hornbeam/core";
import { averagePool } from "@hornbeam/ops";
import { BasePooling, poolOptions } from "./_base-pooling.ts";

/**
 * The mean of each window, channel by channel. Padding does not count.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, with the positions of the window for `depth, height, width`
 *
 * @throws {ShapeError} when the input is smaller than the window.
 * @see {@link https://keras.io/api/layers/pooling_layers/average_pooling3d/ | keras.layers.AveragePooling3D}
 * @example
 * new AveragePooling3D({ poolSize: 2 })(ones([1, 4, 8, 8, 2])).shape; // [1, 2, 4, 4, 2]
 */
export class AveragePooling3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.AveragePooling3D",
  /* @__PURE__ */ poolOptions(3),
  BasePooling,
) {
  override call(x: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return averagePool(x, this.poolSize, { strides, padding, dataFormat });
  }
}
