import { refusal, ShapeError, type TensorLike, tidy } from "@hornbeam/core";
import { add, concatenate, cos, divide, expandDims, max, min, multiply, negative, sin, split, subtract, type Tensor, tan } from "@hornbeam/ops"; // biome-ignore format: one line
import { checkOptions } from "../_options.ts";
import { boxTensor, onlyFormat } from "./formats.ts";

export interface AffineTransformOptions {
  /** Where the middle of the rotation is, as a fraction of the width: 0.5 unless given. */
  readonly centerX?: TensorLike | null | undefined;
  /** Where the middle of the rotation is, as a fraction of the height: 0.5 unless given. */
  readonly centerY?: TensorLike | null | undefined;
  /** Format of the boxes; only `"xyxy"`. */
  readonly boundingBoxFormat?: "xyxy" | undefined;
}

/**
 * Boxes around the corners of boxes that were rotated, moved, scaled and sheared, each image in its own way.
 *
 * - boxes: `[batch, boxes, 4]`
 * - angle, shearX, shearY: degrees, `[batch]`
 * - translateX, translateY: fractions of `width - 1` and `height - 1`, `[batch]`
 * - scale: factors, `[batch]`
 * - output: `[batch, boxes, 4]`
 *
 * @throws {ShapeError} when the boxes have no batch axis.
 * @throws {OptionError} when the format is not `"xyxy"`.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#affine_transform-function | keras.utils.bounding_boxes.affine_transform}
 * @example
 * boundingBoxes.affineTransform([[[1, 2, 3, 4]]], [0], [0], [0], [1], [0], [0], 10, 10); // [[[1, 2, 3, 4]]]
 */
export function affineTransform(
  boxes: TensorLike,
  angle: TensorLike,
  translateX: TensorLike,
  translateY: TensorLike,
  scale: TensorLike,
  shearX: TensorLike,
  shearY: TensorLike,
  height: number,
  width: number,
  options: AffineTransformOptions = {},
): Tensor {
  const action = "transform bounding boxes";
  checkOptions(action, options, ["centerX", "centerY", "boundingBoxFormat"]);
  const { centerX, centerY, boundingBoxFormat = "xyxy" } = options;
  onlyFormat(action, boundingBoxFormat, "xyxy");
  return tidy(() => {
    const given = boxTensor(action, boxes);
    if (given.shape.length !== 3) {
      const expected = "`boxes` must have the axes [batch, boxes, 4]";
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: given.shape });
    }
    const shift = { x: multiply(translateX, 1 - width), y: multiply(translateY, 1 - height) };
    const center = { x: multiply(centerX ?? 0.5, width - 1), y: multiply(centerY ?? 0.5, height - 1) };
    const { xx, xy, yx, yy } = linearPart({ angle, scale, shearX, shearY });
    const moved = { x: add(center.x, shift.x), y: add(center.y, shift.y) };
    const xOffset = subtract(center.x, add(multiply(xx, moved.x), multiply(xy, moved.y)));
    const yOffset = subtract(center.y, add(multiply(yx, moved.x), multiply(yy, moved.y)));

    const [x1, y1, x2, y2] = split(given, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
    const [x, y] = [concatenate([x1, x2, x2, x1], -1), concatenate([y1, y1, y2, y2], -1)]; // [batch, boxes, corners]
    const image = (row: Tensor): Tensor => expandDims(row, [1, 2]);
    const xs = add(add(multiply(image(xx), x), multiply(image(xy), y)), image(xOffset));
    const ys = add(add(multiply(image(yx), x), multiply(image(yy), y)), image(yOffset));
    const corner = (of: typeof min): Tensor[] => [xs, ys].map((places) => of(places, { axis: -1, keepdims: true }));
    return concatenate([...corner(min), ...corner(max)], -1);
  });
}

interface Turn {
  readonly angle: TensorLike;
  readonly scale: TensorLike;
  readonly shearX: TensorLike;
  readonly shearY: TensorLike;
}

/** Scale times the inverse of rotation and shear, one number of each image apiece: `[[xx, xy], [yx, yy]]`. */
function linearPart({ angle, scale, shearX, shearY }: Turn): { xx: Tensor; xy: Tensor; yx: Tensor; yy: Tensor } {
  const radians = (degrees: TensorLike): Tensor => multiply(degrees, -Math.PI / 180);
  const [rotation, xShear, yShear] = [radians(angle), radians(shearX), radians(shearY)];
  const turned = subtract(rotation, yShear);
  const a = divide(cos(turned), cos(yShear));
  const c = negative(divide(sin(turned), cos(yShear)));
  const b = add(multiply(a, tan(xShear)), sin(rotation));
  const d = subtract(cos(rotation), multiply(c, tan(xShear)));
  return { xx: multiply(d, scale), xy: multiply(negative(b), scale), yx: multiply(negative(c), scale), yy: multiply(a, scale) }; // biome-ignore format: one line
}
