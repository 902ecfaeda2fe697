import { type DType, isBranch, OptionError, refusal, type TensorLike, tidy } from "@hornbeam/core";
import { add, cast, concatenate, divide, multiply, split, subtract, type Tensor } from "@hornbeam/ops";
import { checkOptions } from "../_options.ts";
import { type BoundingBoxFormat, boxTensor, type LabeledBoxes, readFormat } from "./formats.ts";

export interface ConvertFormatOptions {
  /** Height of the image; needed for relative formats. */
  readonly height?: number | null | undefined;
  /** Width of the image; needed for relative formats. */
  readonly width?: number | null | undefined;
  /** Type of the result, `"float32"` unless given. */
  readonly dtype?: DType | undefined;
}

const action = "convert bounding boxes";

/**
 * Boxes in another format; with a record of `boxes` and what belongs to them, the record with its boxes converted.
 *
 * - boxes: `[..., 4]`
 * - output: of the same shape
 *
 * Names of formats may be written in capitals.
 *
 * @throws {OptionError} when there is no such format, or a relative one has no size of the image.
 * @throws {ShapeError} when the last axis is not 4.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#convert_format-function | keras.utils.bounding_boxes.convert_format}
 * @example
 * boundingBoxes.convertFormat([[10, 20, 30, 40]], "xyxy", "center_xywh"); // [[20, 30, 20, 20]]
 */
export function convertFormat<B extends TensorLike | LabeledBoxes>(
  boxes: B,
  source: BoundingBoxFormat | (string & {}),
  target: BoundingBoxFormat | (string & {}),
  options: ConvertFormatOptions = {},
): B extends LabeledBoxes ? Omit<B, "boxes"> & { boxes: Tensor } : Tensor {
  checkOptions(action, options, ["height", "width", "dtype"]);
  const { height = null, width = null, dtype = "float32" } = options;
  const [from, to] = [readFormat(action, "source", source), readFormat(action, "target", target)];
  if ((from.startsWith("rel_") || to.startsWith("rel_")) && (height === null || width === null)) {
    const expected = "`height` and `width` of the image must be given for a relative format";
    throw refusal(OptionError, { action, expected, received: { source, target, height, width } });
  }
  const converted = (given: TensorLike): Tensor =>
    tidy(() => cast(convert(boxTensor(action, given), from, to, height ?? 1, width ?? 1), dtype));
  const given: TensorLike | LabeledBoxes = boxes;
  const result = isLabeled(given) ? { ...given, boxes: converted(given.boxes) } : converted(given);
  return result as ReturnType<typeof convertFormat<B>>;
}

function isLabeled(boxes: TensorLike | LabeledBoxes): boxes is LabeledBoxes {
  return isBranch(boxes) && !Array.isArray(boxes);
}

function convert(boxes: Tensor, from: BoundingBoxFormat, to: BoundingBoxFormat, height: number, width: number): Tensor {
  if (from === to) return boxes;
  const scales = from.startsWith("rel_") !== to.startsWith("rel_");
  const edges = edgesOf(split(boxes, 4, -1) as Quad, from.replace("rel_", ""));
  const sized = scales ? scaled(edges, from.startsWith("rel_") ? multiply : divide, height, width) : edges;
  return concatenate(fromEdges(sized, to.replace("rel_", "")), -1);
}

type Quad = [Tensor, Tensor, Tensor, Tensor];

function scaled([x1, y1, x2, y2]: Quad, by: (x: Tensor, size: number) => Tensor, height: number, width: number): Quad {
  return [by(x1, width), by(y1, height), by(x2, width), by(y2, height)];
}

/** Left, top, right and bottom edges. */
function edgesOf([a, b, c, d]: Quad, format: string): Quad {
  if (format === "xyxy") return [a, b, c, d];
  if (format === "yxyx") return [b, a, d, c];
  if (format === "xywh") return [a, b, add(a, c), add(b, d)];
  const [x, y, width, height] = format === "center_yxhw" ? [b, a, d, c] : [a, b, c, d];
  const [halfWidth, halfHeight] = [divide(width, 2), divide(height, 2)];
  return [subtract(x, halfWidth), subtract(y, halfHeight), add(x, halfWidth), add(y, halfHeight)];
}

function fromEdges([x1, y1, x2, y2]: Quad, format: string): Quad {
  if (format === "xyxy") return [x1, y1, x2, y2];
  if (format === "yxyx") return [y1, x1, y2, x2];
  const [width, height] = [subtract(x2, x1), subtract(y2, y1)];
  if (format === "xywh") return [x1, y1, width, height];
  const [x, y] = [add(x1, divide(width, 2)), add(y1, divide(height, 2))];
  return format === "center_yxhw" ? [y, x, height, width] : [x, y, width, height];
}
