import { dataFormat, defineLayer, type InputSpec, KerasTensor, type Shape, type Tensor } from "@hornbeam/core";
import { reshape, transpose } from "@hornbeam/ops";

/**
 * Puts all axes but the batch's into one.
 *
 * - input: `[batch, ...]`
 * - output: `[batch, elements of one example]`; `[batch, 1]` for an input of shape `[batch]`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/flatten/ | keras.layers.Flatten}
 * @example
 * new Flatten()(ones([2, 3, 4])).shape; // [2, 12]
 */
export class Flatten extends /* @__PURE__ */ defineLayer("keras.layers.Flatten", {
  /** Where the channels stand; `"channels_first"` are moved to the end before the axes are joined. */
  dataFormat: dataFormat(null),
}) {
  protected override inputSpec: InputSpec = { minRank: 1 };

  override call(x: Tensor): Tensor {
    const channelsLast =
      this.dataFormat === "channels_last" || x.rank < 3
        ? x
        : transpose(x, { axes: [0, ...Array.from({ length: x.rank - 2 }, (_, i) => i + 2), 1] });
    return reshape(channelsLast, this.computeOutputShape(x.shape) as number[]);
  }

  override computeOutputShape([batch = null, ...rest]: Shape): Shape {
    return [batch, rest.includes(null) ? null : rest.reduce<number>((product, size) => product * size!, 1)];
  }
  override computeOutputSpec({ shape, dtype }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), dtype, "");
  }
}
