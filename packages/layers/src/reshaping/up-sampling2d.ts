import { dataFormat, defineLayer, type InputSpec, oneOf, type Shape, spatial, type Tensor } from "@hornbeam/core";
import { image } from "@hornbeam/ops";

/**
 * Makes images larger by whole factors.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: the same, with sizes `size` times as large
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/up_sampling2d/ | keras.layers.UpSampling2D}
 * @example
 * new UpSampling2D({ size: [2, 3] })(ones([1, 2, 2, 1])).shape; // [1, 4, 6, 1]
 */
export class UpSampling2D extends /* @__PURE__ */ defineLayer("keras.layers.UpSampling2D", {
  /** How many times as large the image gets, along each axis. */
  size: spatial(2)(2),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
  /** How the new pixels follow from the old ones. */
  interpolation: oneOf("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")("nearest"),
}) {
  protected override inputSpec: InputSpec = { rank: 4 };

  override call(x: Tensor): Tensor {
    const { interpolation, dataFormat } = this;
    const [height, width] = this.size.map((times, i) => x.shape[this.#firstAxis + i]! * times) as [number, number];
    return image.resize(x, [height, width], { interpolation, dataFormat });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape.map((size, axis) => (size === null ? null : size * (this.size[axis - this.#firstAxis] ?? 1)));
  }

  get #firstAxis(): number {
    return this.dataFormat === "channels_last" ? 1 : 2;
  }
}
