import { OptionError, refusal, type TensorLike, tidy } from "@hornbeam/core";
import { add, clip, concatenate, greater, multiply, split, squeeze, subtract, type Tensor, where } from "@hornbeam/ops";
import { checkOptions } from "../_options.ts";
import { boxTensor, type LabeledBoxes, onlyFormat } from "./formats.ts";

export interface RegionOptions {
  /** Format of the boxes; only `"xyxy"`. */
  readonly boundingBoxFormat?: "xyxy" | undefined;
}

export interface PadOptions extends RegionOptions {
  /** Height of the image that the boxes get into; nothing depends on it. */
  readonly height?: number | null | undefined;
  /** Width of the image that the boxes get into; nothing depends on it. */
  readonly width?: number | null | undefined;
}

export interface ClipToImageSizeOptions {
  /** Height of the image; needed for `"xyxy"`. */
  readonly height?: number | null | undefined;
  /** Width of the image; needed for `"xyxy"`. */
  readonly width?: number | null | undefined;
  /** Format of the boxes, `"xyxy"` unless given. */
  readonly boundingBoxFormat?: "xyxy" | "rel_xyxy" | undefined;
}

/**
 * Boxes of an image of which a part is cut out: moved with its corner, and clipped to its size.
 *
 * - boxes: `[boxes, 4]` or `[batch, boxes, 4]`
 * - output: of the same shape
 *
 * @throws {OptionError} when the format is not `"xyxy"`.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#crop-function | keras.utils.bounding_boxes.crop}
 * @example
 * boundingBoxes.crop([[10, 20, 50, 60]], 10, 20, 40, 25); // [[0, 10, 25, 40]]
 */
export function crop(
  boxes: TensorLike,
  top: number,
  left: number,
  height: number,
  width: number,
  options: RegionOptions = {},
): Tensor {
  const action = "crop bounding boxes";
  checkOptions(action, options, ["boundingBoxFormat"]);
  onlyFormat(action, options.boundingBoxFormat ?? "xyxy", "xyxy");
  return tidy(() => clipped(shifted(action, boxes, -top, -left), height, width));
}

/**
 * Boxes of an image that is padded at its top and left: moved with it.
 *
 * - boxes: `[boxes, 4]` or `[batch, boxes, 4]`
 * - output: of the same shape
 *
 * @throws {OptionError} when the format is not `"xyxy"`.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#pad-function | keras.utils.bounding_boxes.pad}
 * @example
 * boundingBoxes.pad([[1, 2, 3, 4]], 10, 20); // [[21, 12, 23, 14]]
 */
export function pad(boxes: TensorLike, top: number, left: number, options: PadOptions = {}): Tensor {
  const action = "pad bounding boxes";
  checkOptions(action, options, ["height", "width", "boundingBoxFormat"]);
  onlyFormat(action, options.boundingBoxFormat ?? "xyxy", "xyxy");
  return tidy(() => shifted(action, boxes, top, left));
}

/**
 * A record of boxes that end at the edges of the image; labels of boxes of which nothing is left become -1.
 *
 * - boxes: `[boxes, 4]` or `[batch, boxes, 4]`
 * - labels: `[boxes]` or `[batch, boxes]`
 *
 * @throws {OptionError} when the format is another, or there is no size of the image.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#clip_to_image_size-function | keras.utils.bounding_boxes.clip_to_image_size}
 * @example
 * const clipped = boundingBoxes.clipToImageSize({ boxes: [[-5, 2, 4, 20]], labels: [3] }, { height: 10, width: 10 });
 * clipped.boxes; // [[0, 2, 4, 10]]
 */
export function clipToImageSize<B extends LabeledBoxes>(
  boundingBoxes: B,
  options: ClipToImageSizeOptions = {},
): Omit<B, "boxes" | "labels"> & { boxes: Tensor } & (B extends { labels: TensorLike } ? { labels: Tensor } : unknown) {
  const action = "clip bounding boxes to the image size";
  checkOptions(action, options, ["height", "width", "boundingBoxFormat"]);
  const { height = null, width = null, boundingBoxFormat = "xyxy" } = options;
  onlyFormat(action, boundingBoxFormat, "xyxy", "rel_xyxy");
  const relative = boundingBoxFormat === "rel_xyxy";
  if (!relative && (height === null || width === null)) {
    const expected = "`height` and `width` must be given for the format xyxy";
    throw refusal(OptionError, { action, expected, received: { height, width } });
  }
  const { labels } = boundingBoxes;
  const cut = () => clipped(boxTensor(action, boundingBoxes.boxes), relative ? 1 : height!, relative ? 1 : width!);
  if (labels === undefined || labels === null) return { ...boundingBoxes, boxes: tidy(cut) } as never; // no labels to type
  const changed = tidy(() => {
    const boxes = cut();
    return { boxes, labels: where(greater(areaOf(boxes), 0), labels, -1) };
  });
  return { ...boundingBoxes, ...changed } as never; // both parts are replaced by tensors
}

/** Areas of boxes of the format xyxy, without the last axis. */
export function areaOf(boxes: Tensor): Tensor {
  const [x1, y1, x2, y2] = split(boxes, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
  return squeeze(multiply(subtract(x2, x1), subtract(y2, y1)), -1);
}

function shifted(action: string, boxes: TensorLike, top: number, left: number): Tensor {
  return add(boxTensor(action, boxes), [left, top, left, top]);
}

function clipped(boxes: Tensor, height: number, width: number): Tensor {
  const [x1, y1, x2, y2] = split(boxes, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
  return concatenate([clip(x1, 0, width), clip(y1, 0, height), clip(x2, 0, width), clip(y2, 0, height)], -1);
}
