import { define, type Tensor } from "@hornbeam/core";
import { cos, expandDims, multiply, negative, sin, subtract } from "@hornbeam/ops";
import { type ImageSize, movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { around, type Move, matrixOf, RandomGeometryLayer, weighted } from "./_random-geometry.ts";
import { range } from "./_random-image.ts";

interface Turn extends Move {
  readonly cosine: Tensor;
  readonly sine: Tensor;
}

/**
 * Turns images about their middle, counter-clockwise where the angle is positive.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32; boxes are upright ones around those turned
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/ | keras.layers.RandomRotation};
 *   differs from it in that boxes of all formats are turned, which Keras takes for `"xyxy"`
 * @example
 * new RandomRotation({ factor: [0.5, 0.5] })(tensor([[[1], [2], [3]]])); // [[[3], [2], [1]]]
 */
export class RandomRotation extends /* @__PURE__ */ define(
  "keras.layers.RandomRotation",
  {
    /** Range of the angle in turns, within `[-1, 1]`. */
    factor: /* @__PURE__ */ range(-1, 1)(),
  },
  RandomGeometryLayer<Turn>,
) {
  protected override draw(shape: readonly number[]): Turn {
    const [low, high] = this.factor;
    const angle = this.drawn(shape, [low * 2 * Math.PI, high * 2 * Math.PI]);
    const [cosine, sine] = [cos(angle), sin(angle)];
    const [x, y] = middleOf(this.sizeOf(shape));
    const [dx, dy] = [offset(x, x, cosine, negative(sine), y), offset(y, x, sine, cosine, y)];
    return { cosine, sine, matrix: matrixOf(shape[0]!, [cosine, negative(sine), dx, sine, cosine, dy, 0, 0]) };
  }
  override transformBoxes(boxes: Boxes, turn: Turn | null, shape: readonly number[]): Boxes {
    if (turn === null) return boxes;
    const size = this.sizeOf(shape);
    const [x, y] = middleOf(size);
    const [cosine, sine] = [expandDims(turn.cosine, -1), expandDims(turn.sine, -1)];
    const back = negative(sine);
    const [dx, dy] = [offset(x, x, cosine, sine, y), offset(y, x, back, cosine, y)];
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], (edges) =>
      around(edges, (u, v) => [weighted([cosine, sine, dx], u, v), weighted([back, cosine, dy], u, v)]),
    );
  }
}

function middleOf([height, width]: ImageSize): [x: number, y: number] {
  return [(width - 1) / 2, (height - 1) / 2];
}
/** What keeps the middle in its place: `middle - (a · x + b · y)`. */
function offset(middle: number, x: number, a: Tensor, b: Tensor, y: number): Tensor {
  return subtract(subtract(middle, multiply(a, x)), multiply(b, y));
}
