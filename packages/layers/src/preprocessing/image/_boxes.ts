import type { Tensor } from "@hornbeam/core";
import { add, clip, concatenate, divide, greater, multiply, split, squeeze, subtract, where } from "@hornbeam/ops";
import type { Boxes } from "./_pictures.ts";

/** What the four numbers of a bounding box mean; relative ones count in heights and widths of the image. */
export const boxFormats = [
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
export type BoxFormat = (typeof boxFormats)[number];

/** Left, top, right and bottom of boxes, each with a last axis of size 1. */
export type Edges = readonly [Tensor, Tensor, Tensor, Tensor];
/** Height and width of the images. */
export type ImageSize = readonly [height: number, width: number];

/** The edges of boxes, in pixels. */
export function edgesOf(boxes: Tensor, format: BoxFormat, size: ImageSize): Edges {
  const [a, b, c, d] = split(boxes, 4, { axis: -1 }) as unknown as Edges;
  return scaled(corners(a, b, c, d, format.replace("rel_", "")), format.startsWith("rel_") ? size : [1, 1]);
}
function corners(a: Tensor, b: Tensor, c: Tensor, d: Tensor, format: string): Edges {
  if (format === "xyxy") return [a, b, c, d];
  if (format === "yxyx") return [b, a, d, c];
  if (format === "xywh") return [a, b, add(a, c), add(b, d)];
  const [x, y, width, height] = format === "center_yxhw" ? [b, a, d, c] : [a, b, c, d];
  const [halfWidth, halfHeight] = [divide(width, 2), divide(height, 2)];
  return [subtract(x, halfWidth), subtract(y, halfHeight), add(x, halfWidth), add(y, halfHeight)];
}
function scaled([left, top, right, bottom]: Edges, [height, width]: ImageSize): Edges {
  return [multiply(left, width), multiply(top, height), multiply(right, width), multiply(bottom, height)];
}

/** Boxes in a format, of their edges in pixels. */
export function boxesOf(edges: Edges, format: BoxFormat, [height, width]: ImageSize): Tensor {
  const relative = format.startsWith("rel_");
  const [left, top, right, bottom] = scaled(edges, relative ? [1 / height, 1 / width] : [1, 1]);
  const parts = (): readonly Tensor[] => {
    const plain = format.replace("rel_", "");
    if (plain === "xyxy") return [left, top, right, bottom];
    if (plain === "yxyx") return [top, left, bottom, right];
    const [wide, high] = [subtract(right, left), subtract(bottom, top)];
    if (plain === "xywh") return [left, top, wide, high];
    const [x, y] = [divide(add(left, right), 2), divide(add(top, bottom), 2)];
    return plain === "center_yxhw" ? [y, x, high, wide] : [x, y, wide, high];
  };
  return concatenate([...parts()], { axis: -1 });
}

/**
 * Boxes whose edges have moved: cut off where the images end, whose size may have changed. The label of a box of which
 * nothing is left becomes -1.
 */
export function movedBoxes(
  { boxes, labels }: Boxes,
  format: BoxFormat,
  [from, to]: readonly [ImageSize, ImageSize],
  move: (edges: Edges) => Edges,
): Boxes {
  const [height, width] = to;
  const [left, top, right, bottom] = move(edgesOf(boxes, format, from));
  const edges = [clip(left, 0, width), clip(top, 0, height), clip(right, 0, width), clip(bottom, 0, height)] as const;
  const area = multiply(subtract(edges[2], edges[0]), subtract(edges[3], edges[1]));
  return { boxes: boxesOf(edges, format, to), labels: where(greater(squeeze(area, -1), 0), labels, -1) };
}
