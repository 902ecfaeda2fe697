import { dataFormat, defineLayer, type InputSpec, type Shape, spatial, type Tensor } from "@hornbeam/core";
import { repeat } from "@hornbeam/ops";

/**
 * Repeats each element along three axes.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, with sizes `size` times as large
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/up_sampling3d/ | keras.layers.UpSampling3D}
 * @example
 * new UpSampling3D({ size: [1, 2, 3] })(ones([1, 2, 2, 2, 1])).shape; // [1, 2, 4, 6, 1]
 */
export class UpSampling3D extends /* @__PURE__ */ defineLayer("keras.layers.UpSampling3D", {
  /** How many times each element is there, along each axis. */
  size: spatial(3)(2),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
}) {
  protected override inputSpec: InputSpec = { rank: 5 };

  override call(x: Tensor): Tensor {
    const first = this.#firstAxis;
    return this.size.reduce((y, times, i) => (times === 1 ? y : repeat(y, times, first + i)), x);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape.map((size, axis) => (size === null ? null : size * (this.size[axis - this.#firstAxis] ?? 1)));
  }

  get #firstAxis(): number {
    return this.dataFormat === "channels_last" ? 1 : 2;
  }
}
