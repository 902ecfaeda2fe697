import { type DType, define, number, spatial, type Tensor } from "@hornbeam/core";
import { cast, transpose } from "@hornbeam/ops";
import { BaseImageLayer } from "./_base-image.ts";
import { mapPixels, rescale } from "./_host-pixels.ts";
import { valueRange } from "./_random-image.ts";
import { equalizedTiles } from "./_tiles.ts";

/**
 * Spreads the values of each channel evenly, tile by tile, but no further than a limit of contrast; between the middles of
 * tiles, the results of the nearest ones are blended. Not random, and the same outside of training.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape and dtype of the input
 *
 * @see {@link https://doi.org/10.1016/B978-0-12-336156-1.50061-6 | Zuiderveld, 1994}
 * @see {@link https://keras.io/api/layers/preprocessing_layers/ | keras.layers.ContrastLimitedAdaptiveHistogramEqualization}
 * @example
 * const equalize = new ContrastLimitedAdaptiveHistogramEqualization({ tileGridSize: [1, 1], clipLimit: 0 });
 * equalize(tensor([[[10], [20], [30]]])); // [[[85], [170], [255]]]
 */
export class ContrastLimitedAdaptiveHistogramEqualization extends /* @__PURE__ */ define(
  "keras.layers.ContrastLimitedAdaptiveHistogramEqualization",
  {
    /** The lowest and the highest value of pixels. */
    valueRange,
    /** How many times more pixels than on average may have a value; what is above is shared out. 0: no limit. */
    clipLimit: /* @__PURE__ */ number(4),
    /** How many tiles an image has, down and across. */
    tileGridSize: /* @__PURE__ */ spatial(2)([8, 8]),
  },
  BaseImageLayer<null>,
) {
  protected override readonly keepsDType = true;

  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor): Tensor {
    const first = this.dataFormat === "channels_first";
    const [batch, height, width, channels] = this.#sizes(images.shape);
    const planes = first ? images : transpose(images, { axes: [0, 3, 1, 2] });
    const [rows, columns] = this.tileGridSize as readonly [number, number];
    const [toBytes, back] = [rescale(this.valueRange, [0, 255]), rescale([0, 255], this.valueRange)];
    const changed = mapPixels(planes, (pixels) => {
      const equalized = new Float32Array(pixels.length);
      const size = height * width;
      for (let start = 0; start < batch * channels * size; start += size) {
        const plane = Float32Array.from({ length: size }, (_, i) => toBytes(pixels[start + i]!));
        const even = equalizedTiles(plane, { height, width, rows, columns, clipLimit: this.clipLimit });
        for (let i = 0; i < size; i++) equalized[start + i] = back(even[i]!);
      }
      return equalized;
    });
    return cast(first ? changed : transpose(changed, { axes: [0, 2, 3, 1] }), images.dtype as DType);
  }
  #sizes(shape: readonly number[]): [number, number, number, number] {
    const [height, width] = this.sizeOf(shape);
    return [shape[0]!, height, width, shape[this.channelAxis]!];
  }
}
