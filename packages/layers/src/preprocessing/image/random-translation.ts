import { define, type Tensor } from "@hornbeam/core";
import { add, expandDims, multiply, negative } from "@hornbeam/ops";
import { movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { type Move, matrixOf, RandomGeometryLayer, rangeOf, shareOf } from "./_random-geometry.ts";

const share = /* @__PURE__ */ shareOf("[-1, 1]", (x) => x >= -1 && x <= 1);

/** How far an image goes to the right and down, pixels. */
interface Shift extends Move {
  readonly right: Tensor;
  readonly down: Tensor;
}

/**
 * Moves images up or down and to a side.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/ | keras.layers.RandomTranslation}
 * @example
 * const layer = new RandomTranslation({ heightFactor: 0, widthFactor: [0.5, 0.5], fillMode: "constant" });
 * layer(tensor([[[1], [2]]])); // [[[0], [1]]]
 */
export class RandomTranslation extends /* @__PURE__ */ define(
  "keras.layers.RandomTranslation",
  {
    /** Range of the way down in heights of the image, within `[-1, 1]`; a number is for both directions. */
    heightFactor: /* @__PURE__ */ share(),
    /** Range of the way to the right in widths of the image, within `[-1, 1]`; a number is for both directions. */
    widthFactor: /* @__PURE__ */ share(),
  },
  RandomGeometryLayer<Shift>,
) {
  protected override draw(shape: readonly number[]): Shift {
    const [height, width] = this.sizeOf(shape);
    const down = multiply(this.drawn(shape, rangeOf(this.heightFactor)), height);
    const right = multiply(this.drawn(shape, rangeOf(this.widthFactor)), width);
    return { right, down, matrix: matrixOf(shape[0]!, [1, 0, negative(right), 0, 1, negative(down), 0, 0]) };
  }
  override transformBoxes(boxes: Boxes, shift: Shift | null, shape: readonly number[]): Boxes {
    if (shift === null) return boxes;
    const size = this.sizeOf(shape);
    const [dx, dy] = [expandDims(shift.right, -1), expandDims(shift.down, -1)];
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], ([left, top, right, bottom]) => [
      add(left, dx),
      add(top, dy),
      add(right, dx),
      add(bottom, dy),
    ]);
  }
}
