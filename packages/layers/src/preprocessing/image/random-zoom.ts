import { define, nullable, type Tensor } from "@hornbeam/core";
import { divide, expandDims, multiply, subtract } from "@hornbeam/ops";
import { movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { type Move, matrixOf, RandomGeometryLayer, rangeOf, shareOf } from "./_random-geometry.ts";
import type { Range } from "./_random-image.ts";

const share = /* @__PURE__ */ shareOf("(-1, 1]", (x) => x > -1 && x <= 1);

/** How much of the image is seen, across and down, as a multiple of its size. */
interface Zoom extends Move {
  readonly across: Tensor;
  readonly down: Tensor;
}

/**
 * Zooms into images where the factor is negative, and out of them where it is positive.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/ | keras.layers.RandomZoom}
 * @example
 * const layer = new RandomZoom({ heightFactor: 0, widthFactor: [-0.5, -0.5] });
 * layer(tensor([[[0], [8], [16]]])); // [[[4], [8], [12]]]
 */
export class RandomZoom extends /* @__PURE__ */ define(
  "keras.layers.RandomZoom",
  {
    /** Range of the share of the height by which more of the image is seen, within `(-1, 1]`; a number is for both directions. */
    heightFactor: /* @__PURE__ */ share(),
    /** The same for the width; null: the proportions are kept. */
    widthFactor: /* @__PURE__ */ nullable(share)(null),
  },
  RandomGeometryLayer<Zoom>,
) {
  protected override draw(shape: readonly number[]): Zoom {
    const [height, width] = this.sizeOf(shape);
    const down = this.drawn(shape, around1(rangeOf(this.heightFactor)));
    const across = this.widthFactor === null ? down : this.drawn(shape, around1(rangeOf(this.widthFactor)));
    const start = (seen: Tensor, size: number): Tensor => multiply(subtract(1, seen), (size - 1) / 2);
    const parts = [across, 0, start(across, width), 0, down, start(down, height), 0, 0];
    return { across, down, matrix: matrixOf(shape[0]!, parts) };
  }
  override transformBoxes(boxes: Boxes, zoom: Zoom | null, shape: readonly number[]): Boxes {
    if (zoom === null) return boxes;
    const size = this.sizeOf(shape);
    const [height, width] = size;
    const [across, down] = [expandDims(zoom.across, -1), expandDims(zoom.down, -1)];
    const seen = (place: Tensor, share: Tensor, length: number): Tensor =>
      divide(subtract(place, multiply(subtract(1, share), (length - 1) / 2)), share);
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], ([left, top, right, bottom]) => [
      seen(left, across, width),
      seen(top, down, height),
      seen(right, across, width),
      seen(bottom, down, height),
    ]);
  }
}

function around1([low, high]: Range): Range {
  return [1 + low, 1 + high];
}
