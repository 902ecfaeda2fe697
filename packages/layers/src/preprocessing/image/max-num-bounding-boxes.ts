import { define, integer, positiveInteger, type Shape, type Tensor } from "@hornbeam/core";
import { pad, slice } from "@hornbeam/ops";
import { BaseImageLayer } from "./_base-image.ts";
import type { Boxes, Pictures } from "./_pictures.ts";

/**
 * Gives all images the same number of boxes: the first ones, and boxes of a fill value where there are fewer.
 *
 * - input: a record with `images` and `bounding_boxes`, `[batch, boxes, 4]` with labels `[batch, boxes]`
 * - output: the same, with boxes `[batch, maxNumber, 4]` and labels `[batch, maxNumber]`
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/ | keras.layers.MaxNumBoundingBoxes}
 * @example
 * const layer = new MaxNumBoundingBoxes({ maxNumber: 2, boundingBoxFormat: "xyxy" });
 * const bounding_boxes = { boxes: tensor([[0, 0, 1, 1]]), labels: tensor([3]) };
 * layer({ images: ones([2, 2, 1]), bounding_boxes }).bounding_boxes.labels; // [3, -1]
 */
export class MaxNumBoundingBoxes extends /* @__PURE__ */ define(
  "keras.layers.MaxNumBoundingBoxes",
  {
    /** How many boxes an image has. */
    maxNumber: /* @__PURE__ */ positiveInteger(),
    /** The numbers of boxes that are added, and their label. */
    fillValue: /* @__PURE__ */ integer(-1, { writtenIfSet: true }),
  },
  BaseImageLayer<null>,
) {
  protected override readonly keepsDType = true;

  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor): Tensor {
    return images;
  }
  override transformBoxes({ boxes, labels }: Boxes): Boxes {
    return { boxes: this.#fitted(boxes), labels: this.#fitted(labels) };
  }
  #fitted(x: Tensor): Tensor {
    const [batch = 0, count = 0, ...rest] = x.shape;
    const kept = slice(x, [0, 0, ...rest.map(() => 0)], [batch, Math.min(count, this.maxNumber), ...rest]);
    const more = Math.max(this.maxNumber - count, 0);
    const widths = [[0, 0], [0, more], ...rest.map(() => [0, 0])]; // biome-ignore format: one line
    return pad(kept, widths, { constantValues: this.fillValue });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    if (Array.isArray(inputShape)) return inputShape;
    const record = inputShape as unknown as Pictures<Shape>; // shapes come in the structure of the input
    const { bounding_boxes: given } = record;
    if (!given) return inputShape;
    const fitted = (shape: Shape, rest: number): Shape => [...shape.slice(0, -rest), this.maxNumber, ...shape.slice(shape.length - rest + 1)]; // biome-ignore format: one line
    const boxes = { ...given, boxes: fitted(given.boxes, 2), labels: fitted(given.labels, 1) };
    return { ...record, bounding_boxes: boxes } as unknown as Shape;
  }
}
