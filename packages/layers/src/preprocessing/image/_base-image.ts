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
import { boxFormats } from "./_boxes.ts";

/** Images with what belongs to them, under Keras' keys. */
export interface Pictures {
  readonly images: Tensor;
  readonly labels?: Tensor;
  readonly bounding_boxes?: { readonly boxes: Tensor; readonly labels: Tensor };
  readonly segmentation_masks?: Tensor;
}

export const imageOptions = {
  /** Where the channels stand. */
  dataFormat: /* @__PURE__ */ dataFormat(null),
  /** What the four numbers of a bounding box mean; needed where there are boxes. */
  boundingBoxFormat: /* @__PURE__ */ nullable(oneOf(...boxFormats))(null, { writtenIfSet: true }),
};

/**
 * Parent of the layers that change images: alone (`[height, width, channels]`), in batches, or in records with labels,
 * boxes and masks. Calls are calls in training unless `training: false` is given.
 *
 * A sub-class says what is chosen for a batch, and what that makes of images; colour layers leave the rest alone.
 */
export abstract class BaseImageLayer<Choice> extends /* @__PURE__ */ defineLayer("BaseImageLayer", imageOptions) {
  protected override readonly trainingByDefault = true;

  /** What is done to the images of a batch of a shape. */
  protected abstract choose(shape: readonly number[], training: boolean): Choice;
  /** A batch of images after that. */
  protected abstract transformImages(images: Tensor, choice: Choice, training: boolean): Tensor;
  /** Masks after that, a batch of them. */
  protected transformMasks(masks: Tensor, _choice: Choice, _training: boolean): Tensor {
    return masks;
  }
  /** Boxes after that, `[batch, boxes, 4]`, for images of a shape. */
  protected transformBoxes(boxes: Tensor, _choice: Choice, _shape: readonly number[], _training: boolean): Tensor {
    return boxes;
  }

  override call(data: Tensor, options: CallOptions): Tensor {
    const training = options.training ?? true;
    const record = data as unknown as Tensor | Pictures; // records come in as they are
    if (isTensor(record)) {
      const batch = this.batchOf(record);
      const choice = this.choose(batch.shape, training);
      return withRank(this.transformImages(cast(batch, this.computeDType), choice, training), record.shape.length);
    }
    return this.#record(record, training) as unknown as Tensor;
  }

  #record(record: Pictures, training: boolean): Pictures {
    if (!isBranch(record) || !isTensor(record.images)) {
      const expected = "the input must be a tensor or a record with `images`";
      throw refusal(OptionError, { action: `call ${this[Symbol.toStringTag]}`, expected, received: record });
    }
    const { images, bounding_boxes, segmentation_masks } = record;
    const batch = this.batchOf(images);
    const choice = this.choose(batch.shape, training);
    const alone = images.shape.length === 3;
    const inBatch = (x: Tensor, f: (x: Tensor) => Tensor): Tensor => (alone ? squeeze(f(expandDims(x, 0)), 0) : f(x));
    return {
      ...record,
      images: withRank(this.transformImages(cast(batch, this.computeDType), choice, training), images.shape.length),
      ...(bounding_boxes && {
        bounding_boxes: {
          ...bounding_boxes,
          boxes: inBatch(this.#known(bounding_boxes.boxes), (x) =>
            this.transformBoxes(x, choice, batch.shape, training),
          ),
        },
      }),
      ...(segmentation_masks && {
        segmentation_masks: inBatch(segmentation_masks, (x) => this.transformMasks(x, choice, training)),
      }),
    };
  }
  #known(boxes: Tensor): Tensor {
    if (this.boundingBoxFormat !== null) return boxes;
    const expected = "`boundingBoxFormat` must be set where there are bounding boxes";
    throw refusal(OptionError, { action: `call ${this[Symbol.toStringTag]}`, expected, received: null });
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

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}

function withRank(batch: Tensor, rank: number): Tensor {
  return rank === 3 ? squeeze(batch, 0) : batch;
}
