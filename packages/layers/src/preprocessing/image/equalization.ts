import { define, positiveInteger, type Tensor } from "@hornbeam/core";
import { BaseImageLayer } from "./_base-image.ts";
import { mapPixels, rescale, single } from "./_host-pixels.ts";
import { type Range, sortedValueRange } from "./_random-image.ts";

const bytes: Range = [0, 255];

/**
 * Spreads the values of each channel evenly: a value becomes the share of the pixels of the batch that are not above it.
 * Not random; does nothing outside of training.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/equalization/ | keras.layers.Equalization}
 * @example
 * new Equalization()(tensor([[[1], [2], [3]]])); // [[[0], [128], [255]]]
 */
export class Equalization extends /* @__PURE__ */ define(
  "keras.layers.Equalization",
  {
    /** How many steps of values are told apart. */
    bins: positiveInteger(256),
    /** The lowest and the highest value of pixels. */
    valueRange: sortedValueRange,
  },
  BaseImageLayer<null>,
) {
  protected override readonly keepsDType = "outside of training";

  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor, _choice: null, training: boolean): Tensor {
    if (!training) return images;
    const channels = images.shape[this.channelAxis]!;
    const plane = this.channelAxis === 3 ? 1 : images.shape[2]! * images.shape[3]!;
    return mapPixels(images, (pixels) => {
      const changed = new Float32Array(pixels.length);
      for (let channel = 0; channel < channels; channel++)
        this.#equalize(pixels, changed, { channel, channels, plane });
      return changed;
    });
  }

  #equalize(pixels: ArrayLike<number>, changed: Float32Array, { channel, channels, plane }: Places): void {
    const { bins, valueRange } = this;
    const toByte = rescale(valueRange, bytes);
    const counts = new Float64Array(bins);
    const step = channels * plane;
    for (let start = channel * plane; start < pixels.length; start += step) {
      for (let i = start; i < start + plane; i++) {
        counts[within(single(single(toByte(pixels[i]!) * (bins - 1)) / 255), bins)]!++;
      }
    }
    const table = shares(counts);
    const scale = (valueRange[1] - valueRange[0]) / 255;
    for (let start = channel * plane; start < pixels.length; start += step) {
      for (let i = start; i < start + plane; i++) {
        const byte = toByte(pixels[i]!);
        const spread = table ? table[within(single(single(byte / 255) * (bins - 1)), bins)]! : byte;
        changed[i] = spread * scale + valueRange[0];
      }
    }
  }
}

/** Which pixels are a channel's: `plane` at a time, one of `channels` such runs. */
interface Places {
  readonly channel: number;
  readonly channels: number;
  readonly plane: number;
}

function within(value: number, bins: number): number {
  return Math.min(Math.max(Math.trunc(value), 0), bins - 1);
}

/** The new value of each bin, from 0 to 255; none where all pixels are in one. */
function shares(counts: Float64Array): Float64Array | undefined {
  if (counts.filter((count) => count > 0).length <= 1) return undefined;
  let total = 0;
  const upTo = counts.map((count) => {
    total += count;
    return total;
  });
  const least = upTo.find((count) => count > 0)!;
  return upTo.map((count) => Math.max(0, toEven(((count - least) * 255) / (total - least))));
}

/** Rounded, halves to the even neighbour. */
function toEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
