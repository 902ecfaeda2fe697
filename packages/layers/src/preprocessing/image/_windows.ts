import type { Shape, Tensor } from "@hornbeam/core";
import { add, arange, multiply, slice, subtract, take } from "@hornbeam/ops";
import { type BoxFormat, type ImageSize, movedBoxes } from "./_boxes.ts";
import type { Boxes, Pictures } from "./_pictures.ts";

/** The part of an image that is seen: its first row and column, and its size. */
export interface Window<Place extends number | Tensor = number | Tensor> {
  readonly top: Place;
  readonly left: Place;
  readonly size: ImageSize;
}

/** The largest part in the middle of an image that has the proportions of another size. */
export function middleOf([height, width]: ImageSize, [rows, columns]: ImageSize): Window<number> {
  const tall = Math.max(Math.min(height, Math.trunc((width * rows) / columns)), 1);
  const wide = Math.max(Math.min(width, Math.trunc((height * columns) / rows)), 1);
  return { top: Math.trunc((height - tall) / 2), left: Math.trunc((width - wide) / 2), size: [tall, wide] };
}

/** What is seen of a batch through a window, rows and columns being two of its axes. */
export function cropped(x: Tensor, [rows, columns]: readonly [number, number], { top, left, size }: Window): Tensor {
  const seen = along(x, rows, top, size[0]);
  return along(seen, columns, left, size[1]);
}
function along(x: Tensor, axis: number, start: number | Tensor, size: number): Tensor {
  // a start that was drawn is a number in memory, which recorded steps read
  if (typeof start !== "number") return take(x, add(arange(0, size, 1, { dtype: "int32" }), start), { axis });
  return slice(x, x.shape.map(() => 0).with(axis, start), [...x.shape].with(axis, size));
}

/** Boxes as they are seen through a window that is blown up to a size. */
export function croppedBoxes(
  boxes: Boxes,
  format: BoxFormat,
  [from, to]: readonly [ImageSize, ImageSize],
  { top, left, size }: Window,
): Boxes {
  const [down, across] = [to[0] / size[0], to[1] / size[1]];
  return movedBoxes(boxes, format, [from, to], ([x1, y1, x2, y2]) => [
    multiply(subtract(x1, left), across),
    multiply(subtract(y1, top), down),
    multiply(subtract(x2, left), across),
    multiply(subtract(y2, top), down),
  ]);
}

/** The shape of images, or of a record with images and masks, whose height and width become others. */
export function resizedShape(given: Shape, { dataFormat, height, width }: Frame): Shape {
  const at = dataFormat === "channels_first" ? -2 : -3;
  const resized = (shape: Shape): Shape =>
    shape.length < 3 ? shape : shape.with(shape.length + at, height).with(shape.length + at + 1, width);
  if (Array.isArray(given)) return resized(given);
  const { images, segmentation_masks: masks, ...rest } = given as unknown as Pictures<Shape>; // shapes come in the structure of the input
  return { ...rest, images: resized(images), ...(masks && { segmentation_masks: resized(masks) }) } as unknown as Shape;
}

interface Frame {
  readonly dataFormat: "channels_last" | "channels_first";
  readonly height: number;
  readonly width: number;
}
