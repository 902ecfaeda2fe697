import {
  type CallOptions,
  dataFormat,
  defineLayer,
  isBranch,
  isTensor,
  nullable,
  OptionError,
  oneOf,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { cast, expandDims, squeeze } from "@hornbeam/ops";
import { boxFormats, type ImageSize } from "./_boxes.ts";
import type { Boxes, Pictures, PicturesCall } from "./_pictures.ts";

export const imageOptions = {
  /** Where the channels stand. */
  dataFormat: /* @__PURE__ */ dataFormat(null),
  /** What the four numbers of a bounding box mean; needed where there are boxes. */
  boundingBoxFormat: /* @__PURE__ */ nullable(oneOf(...boxFormats))(null, { writtenIfSet: true }),
};

// biome-ignore lint/correctness/noUnusedVariables: the parameters of the class
export interface BaseImageLayer<Choice> extends PicturesCall<CallOptions> {}
/**
 * Parent of the layers that change images: alone (`[height, width, channels]`), in batches, or in records with labels,
 * boxes and masks. Calls are calls in training unless `training: false` is given.
 *
 * A sub-class says what is chosen for a batch, and what that makes of images; colour layers leave the rest alone.
 */
export abstract class BaseImageLayer<Choice> extends /* @__PURE__ */ defineLayer("BaseImageLayer", imageOptions) {
  protected override readonly trainingByDefault = true;
  /** Whether images of integers stay such: always, outside of training, or never. */
  protected readonly keepsDType: boolean | "outside of training" = false;

  /** What is done to the images of a batch of a shape. */
  abstract choose(shape: readonly number[], training: boolean): Choice;
  /** A batch of images after that. */
  abstract transformImages(images: Tensor, choice: Choice, training: boolean): Tensor;
  /** Masks after that, a batch of them. */
  transformMasks(masks: Tensor, _choice: Choice, _training: boolean): Tensor {
    return masks;
  }
  /** Labels after that, a batch of them. */
  transformLabels(labels: Tensor, _choice: Choice, _training: boolean): Tensor {
    return labels;
  }
  /** Boxes of a batch after that, for images of a shape. */
  transformBoxes(boxes: Boxes, _choice: Choice, _shape: readonly number[], _training: boolean): Boxes {
    return boxes;
  }

  override call(data: Tensor, options: CallOptions): Tensor {
    const training = options.training ?? true;
    const record = data as unknown as Tensor | Pictures; // records come in as they are
    if (!isTensor(record)) return this.#record(record, training) as unknown as Tensor;
    const batch = this.batchOf(record);
    return this.#images(record, batch, this.choose(batch.shape, training), training);
  }

  #record(record: Pictures, training: boolean): Pictures {
    if (!isBranch(record) || !isTensor(record.images)) {
      const expected = "the input must be a tensor or a record with `images`";
      throw refusal(OptionError, { action: `call ${this[Symbol.toStringTag]}`, expected, received: record });
    }
    const { images, labels, bounding_boxes: boxes, segmentation_masks: masks } = record;
    const batch = this.batchOf(images);
    const choice = this.choose(batch.shape, training);
    const many = (x: Tensor): Tensor => (images.shape.length === 3 ? expandDims(x, 0) : x);
    const same = (x: Tensor): Tensor => (images.shape.length === 3 ? squeeze(x, 0) : x);
    return {
      ...record,
      images: this.#images(images, batch, choice, training),
      ...(boxes && { bounding_boxes: this.#boxes(boxes, many, same, (x) => this.transformBoxes(x, choice, batch.shape, training)) }), // biome-ignore format: one line
      ...(labels && { labels: same(this.transformLabels(many(labels), choice, training)) }),
      ...(masks && { segmentation_masks: same(this.transformMasks(many(masks), choice, training)) }),
    };
  }
  #images(given: Tensor, batch: Tensor, choice: Choice, training: boolean): Tensor {
    const keeps = this.keepsDType === true || (this.keepsDType !== false && !training);
    const images = keeps ? batch : cast(batch, this.computeDType);
    const changed = this.transformImages(images, choice, training);
    return given.shape.length === 3 ? squeeze(changed, 0) : changed;
  }
  #boxes(given: Boxes, many: (x: Tensor) => Tensor, same: (x: Tensor) => Tensor, change: (x: Boxes) => Boxes): Boxes {
    const action = `call ${this[Symbol.toStringTag]}`;
    if (!isTensor(given.boxes) || !isTensor(given.labels)) {
      const expected = "`bounding_boxes` must be a record of `boxes` and `labels`";
      throw refusal(OptionError, { action, expected, received: Object.keys(given) });
    }
    if (this.boundingBoxFormat === null) {
      const expected = "`boundingBoxFormat` must be set where there are bounding boxes";
      throw refusal(OptionError, { action, expected, received: null });
    }
    const [boxes, labels] = [many(given.boxes), many(given.labels)];
    if (boxes.shape.length !== 3 || boxes.shape[2] !== 4 || labels.shape.length < 2) {
      const expected = "`boxes` must have shape [batch, boxes, 4] and `labels` shape [batch, boxes]";
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: given.boxes.shape });
    }
    const changed = change({ boxes: cast(boxes, "float32"), labels });
    return { ...given, boxes: same(changed.boxes), labels: same(changed.labels) };
  }

  /** Images with a batch axis. */
  protected batchOf(images: Tensor): Tensor {
    const rank = images.shape.length;
    if (rank === 4) return images;
    if (rank === 3) return expandDims(images, 0);
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "images must have rank 3 (one image) or 4 (a batch)",
      receivedAs: "shape",
      received: images.shape,
    });
  }
  protected get channelAxis(): number {
    return this.dataFormat === "channels_first" ? 1 : 3;
  }
  /** The axes of height and width in a batch. */
  protected get spatialAxes(): readonly [number, number] {
    return this.dataFormat === "channels_first" ? [2, 3] : [1, 2];
  }
  /** Height and width of the images of a batch. */
  protected sizeOf(shape: readonly number[]): ImageSize {
    const [rows, columns] = this.spatialAxes;
    return [shape[rows]!, shape[columns]!];
  }

  /** Its parts have no weights, and choose from pictures themselves. */
  override build(): void {}
  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
