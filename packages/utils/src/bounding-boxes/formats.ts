import { OptionError, refusal, ShapeError, type TensorLike } from "@hornbeam/core";
import { convertToTensor, type Tensor } from "@hornbeam/ops";

/**
 * What the four numbers of a box are: `xyxy` its left, top, right and bottom edge, `xywh` left, top, width and
 * height, `center_` the middle in place of the left top corner, `rel_` fractions of the image's size.
 */
export type BoundingBoxFormat = (typeof boundingBoxFormats)[number];

export const boundingBoxFormats = [
  "xyxy",
  "yxyx",
  "xywh",
  "center_xywh",
  "center_yxhw",
  "rel_xyxy",
  "rel_yxyx",
  "rel_xywh",
  "rel_center_xywh",
] as const;

/** Boxes, and what they belong to. */
export interface LabeledBoxes<T = TensorLike> {
  readonly boxes: T;
  readonly labels?: TensorLike | undefined;
}

/** Smallest side of a box that others are measured by, and what keeps divisors from 0: `keras.epsilon()`. */
export const epsilon = 1e-7;

/** A format's name in lower case, refused unless there is such a format. */
export function readFormat(action: string, option: string, format: unknown): BoundingBoxFormat {
  const name = typeof format === "string" ? format.toLowerCase() : format;
  if ((boundingBoxFormats as readonly unknown[]).includes(name)) return name as BoundingBoxFormat;
  const expected = `\`${option}\` must be a bounding box format, one of ${boundingBoxFormats.join(", ")}`;
  throw refusal(OptionError, { action, option, expected, received: format });
}

/** Refuses all formats but some. */
export function onlyFormat(action: string, format: unknown, ...formats: readonly BoundingBoxFormat[]): void {
  if (formats.some((one) => one === format)) return;
  const expected = `\`boundingBoxFormat\` must be ${formats.map((one) => `"${one}"`).join(" or ")}`;
  const hint = "Convert the boxes with `convertFormat` first.";
  throw refusal(OptionError, { action, option: "boundingBoxFormat", expected, received: format, hint });
}

/** Boxes as a float tensor of four columns. */
export function boxTensor(action: string, boxes: TensorLike, name = "boxes"): Tensor {
  const tensor = convertToTensor(boxes, "float32");
  if (tensor.shape.length > 0 && tensor.shape.at(-1) === 4) return tensor;
  const expected = `the last axis of \`${name}\` must be 4`;
  throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: tensor.shape });
}

/** Height and width of an image, for relative formats. */
export function sizeOfImage(
  action: string,
  imageShape: readonly number[] | null | undefined,
): { height: number | null; width: number | null } {
  if (imageShape === null || imageShape === undefined) return { height: null, width: null };
  if (Array.isArray(imageShape) && imageShape.length === 3) {
    const [height, width] = imageShape as [number, number];
    return { height, width };
  }
  const expected = "`imageShape` must be [height, width, channels]";
  throw refusal(OptionError, { action, option: "imageShape", expected, received: imageShape });
}
