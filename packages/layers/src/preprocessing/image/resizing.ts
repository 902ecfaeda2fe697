import {
  boolean,
  define,
  number,
  OptionError,
  oneOf,
  positiveInteger,
  refusal,
  type Shape,
  type Tensor,
} from "@hornbeam/core";
import { add, all, equal, expandDims, image, logicalOr, multiply, where } from "@hornbeam/ops";
import { BaseImageLayer } from "./_base-image.ts";
import { boxesOf, edgesOf, type ImageSize, movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { resizedShape } from "./_windows.ts";

/**
 * Gives images another height and width: stretched, or with their proportions kept, of which a part is then cut out or
 * around which a frame is put. Not random, and the same outside of training.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the same with the new height and width; integers stay integers, and masks keep their classes
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/ | keras.layers.Resizing}
 * @example
 * new Resizing({ height: 1, width: 4 })(tensor([[[0], [4]]])); // [[[0], [1], [3], [4]]]
 */
export class Resizing extends /* @__PURE__ */ define(
  "keras.layers.Resizing",
  {
    /** New height, pixels. */
    height: /* @__PURE__ */ positiveInteger(),
    /** New width, pixels. */
    width: /* @__PURE__ */ positiveInteger(),
    /** How the new pixels follow from the old ones. */
    interpolation: /* @__PURE__ */ oneOf("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5")("bilinear"),
    /** Whether the largest part in the middle that has the new proportions is cut out first. */
    cropToAspectRatio: /* @__PURE__ */ boolean(false),
    /** Whether images are put in the middle of a frame that has the new proportions. */
    padToAspectRatio: /* @__PURE__ */ boolean(false),
    /** What the frame is filled with. */
    fillMode: /* @__PURE__ */ oneOf("constant")("constant"),
    /** The value of the frame. */
    fillValue: /* @__PURE__ */ number(0),
    /** Whether all old pixels count for a new one where images get smaller. */
    antialias: /* @__PURE__ */ boolean(false),
  },
  BaseImageLayer<null>,
) {
  protected override readonly keepsDType = true;

  protected override validate(): void {
    if (!this.cropToAspectRatio || !this.padToAspectRatio) return;
    const expected = "only one of `cropToAspectRatio` and `padToAspectRatio` may be true";
    throw refusal(OptionError, { action: "create Resizing", option: "padToAspectRatio", expected });
  }

  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor): Tensor {
    return this.#resized(images, this.interpolation);
  }
  override transformMasks(masks: Tensor): Tensor {
    return this.#resized(masks, "nearest");
  }
  #resized(images: Tensor, interpolation: Resizing["interpolation"]): Tensor {
    const { height, width, cropToAspectRatio, padToAspectRatio, fillValue, antialias, dataFormat } = this;
    const frame = { cropToAspectRatio, padToAspectRatio, fillValue };
    return image.resize(images, [height, width], { interpolation, antialias, dataFormat, ...frame });
  }

  override transformBoxes({ boxes, labels }: Boxes, _choice: null, shape: readonly number[]): Boxes {
    const [from, to] = [this.sizeOf(shape), [this.height, this.width] as const];
    const [x, y] = this.#lines(from, to);
    const format = this.boundingBoxFormat!;
    const moved = movedBoxes({ boxes, labels }, format, [from, to], ([left, top, right, bottom]) => [
      add(multiply(left, x.scale), x.offset),
      add(multiply(top, y.scale), y.offset),
      add(multiply(right, x.scale), x.offset),
      add(multiply(bottom, y.scale), y.offset),
    ]);
    const each = (value: number): Tensor => all(equal(boxes, value), { axis: -1 });
    const none = expandDims(logicalOr(each(-1), each(0)), -1);
    const edges = edgesOf(moved.boxes, format, to).map((edge) => where(none, 0, edge));
    return { boxes: boxesOf(edges as unknown as ReturnType<typeof edgesOf>, format, to), labels: moved.labels };
  }
  /** Where a place across and a place down an image come to lie. */
  #lines([height, width]: ImageSize, [rows, columns]: ImageSize): [Line, Line] {
    const [down, across] = [rows / height, columns / width];
    if (!this.padToAspectRatio && !this.cropToAspectRatio) {
      return [{ scale: across, offset: 0 }, { scale: down, offset: 0 }]; // biome-ignore format: a pair
    }
    const scale = this.padToAspectRatio ? Math.min(down, across) : Math.max(down, across);
    const offset = (size: number, target: number): number => {
      const sign = this.padToAspectRatio ? 1 : -1;
      return sign * Math.floor((sign * (target - size * scale)) / 2);
    };
    return [{ scale, offset: offset(width, columns) }, { scale, offset: offset(height, rows) }]; // biome-ignore format: a pair
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return resizedShape(inputShape, this);
  }
}

interface Line {
  readonly scale: number;
  readonly offset: number;
}
