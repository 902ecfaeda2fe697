import { define, type MakeOption, option, type Tensor } from "@hornbeam/core";
import { expandDims, greater, less, multiply, subtract, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { type Edges, movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { type Move, matrixOf, RandomGeometryLayer } from "./_random-geometry.ts";
import type { Range } from "./_random-image.ts";

/** How far along one axis the image leans for each step along the other. */
interface Shear extends Move {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** A range within `[0, 1]`; a number stands for the range from its opposite, which is also what configs then hold. */
const factor: MakeOption<Range, number | Range> = /* @__PURE__ */ option<Range, number | Range>(
  "a number (or a list of two numbers) in the range [0, 1]",
  (given) => {
    const within = (x: unknown): boolean => typeof x === "number" && x >= 0 && x <= 1;
    if (within(given)) return [0 - (given as number), given as number]; // not -0
    if (!Array.isArray(given) || given.length !== 2) return undefined;
    const [low, high] = given[0] <= given[1] ? given : [given[1], given[0]];
    return within(high) && (within(low) || low === -high) ? [low, high] : undefined;
  },
);

/**
 * Lets images lean to a side, up or down: `x' = x + xFactor · y`, `y' = y + yFactor · x`, both factors with the same sign,
 * which is drawn as well.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32; boxes are upright ones around those that lean, where Keras puts them:
 *   measured in shares of the image, one axis after the other
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/ | keras.layers.RandomShear}
 * @example
 * new RandomShear({ xFactor: 0.2 })(ones([1, 4, 4, 3])).shape; // [1, 4, 4, 3]
 */
export class RandomShear extends /* @__PURE__ */ define(
  "keras.layers.RandomShear",
  {
    /** Range of how far pixels move across for each row, within `[0, 1]`. */
    xFactor: /* @__PURE__ */ factor(0),
    /** Range of how far pixels move down for each column, within `[0, 1]`. */
    yFactor: /* @__PURE__ */ factor(0),
  },
  RandomGeometryLayer<Shear>,
) {
  protected override draw(shape: readonly number[]): Shear {
    const batch = shape[0]!;
    const sign = where(greater(random.uniform([batch, 1], { seed: this.generator }), 0.5), -1, 1);
    const [x, y] = [this.xFactor, this.yFactor].map((range) => multiply(this.drawn(shape, range), sign)) as [Tensor, Tensor]; // biome-ignore format: one line
    return { x, y, matrix: matrixOf(batch, [1, x, 0, y, 1, 0, 0, 0]) };
  }
  override transformBoxes(boxes: Boxes, shear: Shear | null, shape: readonly number[]): Boxes {
    if (shear === null) return boxes;
    const size = this.sizeOf(shape);
    const [height, width] = size;
    const x = multiply(expandDims(shear.x, -1), width / height);
    const y = multiply(expandDims(shear.y, -1), height / width);
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], (edges) => leaning(edges, x, y));
  }
}

function leaning([left, top, right, bottom]: Edges, x: Tensor, y: Tensor): Edges {
  const lean = (place: Tensor, by: Tensor, other: Tensor): Tensor => subtract(place, multiply(by, other));
  const toLeft = less(x, 0);
  const [start, end] = [
    where(toLeft, lean(left, x, top), lean(left, x, bottom)),
    where(toLeft, lean(right, x, bottom), lean(right, x, top)),
  ];
  const down = greater(y, 0);
  return [
    start,
    where(down, lean(top, y, end), lean(top, y, start)),
    end,
    where(down, lean(bottom, y, start), lean(bottom, y, end)),
  ];
}
