import { OptionError, refusal, ShapeError, type TensorLike, tidy } from "@hornbeam/core";
import { add, arctan, divide, expandDims, fullLike, less, logicalOr, max, maximum, minimum, multiply, split, square, squeeze, subtract, swapaxes, type Tensor, where } from "@hornbeam/ops"; // biome-ignore format: one line
import { checkOptions } from "../_options.ts";
import { convertFormat } from "./convert-format.ts";
import { type BoundingBoxFormat, epsilon, readFormat, sizeOfImage } from "./formats.ts";
import { areaOf } from "./regions.ts";

interface ImageOptions {
  /** Shape of the image, `[height, width, channels]`; needed for relative formats. */
  readonly imageShape?: readonly number[] | null | undefined;
}
export interface ComputeIouOptions extends ImageOptions {
  /** Whether pairs with a box whose numbers are all negative get `maskVal`. */
  readonly useMasking?: boolean | undefined;
  /** What masked pairs get, -1 unless given. */
  readonly maskVal?: number | undefined;
}

/**
 * The share of each pair of boxes that both cover: `|A ∩ B| / |A ∪ B|`.
 *
 * - boxes1: `[m, 4]` or `[batch, m, 4]`
 * - boxes2: `[n, 4]` or `[batch, n, 4]`
 * - output: `[m, n]`, or `[batch, m, n]` where one of them has a batch axis
 *
 * @throws {ShapeError} when boxes are neither of rank 2 nor 3.
 * @throws {OptionError} when there is no such format, or a relative one has no shape of the image.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#compute_iou-function | keras.utils.bounding_boxes.compute_iou}
 * @example
 * boundingBoxes.computeIou([[0, 0, 2, 2]], [[0, 0, 2, 2], [2, 2, 3, 3]], "xyxy"); // [[1, 0]]
 */
export function computeIou(
  boxes1: TensorLike,
  boxes2: TensorLike,
  boundingBoxFormat: BoundingBoxFormat,
  options: ComputeIouOptions = {},
): Tensor {
  const action = "compute the IoU of boxes";
  checkOptions(action, options, ["useMasking", "maskVal", "imageShape"]);
  const { useMasking = false, maskVal = -1, imageShape } = options;
  const read = edgeReader(action, boundingBoxFormat, imageShape);
  return tidy(() => {
    const [first, second] = [read(boxes1), read(boxes2)];
    for (const [name, { shape }] of Object.entries({ boxes1: first, boxes2: second })) {
      if (shape.length === 2 || shape.length === 3) continue;
      const expected = `\`${name}\` must have the axes [boxes, 4] or [batch, boxes, 4]`;
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: shape });
    }
    const rows = expandDims(first, -2);
    const columns = expandDims(second, -3);
    const common = intersection(parts(rows), parts(columns));
    const total = subtract(add(areaOf(rows), areaOf(columns)), common);
    const iou = divide(common, add(total, epsilon));
    if (!useMasking) return iou;
    const empty = (boxes: Tensor): Tensor => less(max(boxes, { axis: -1, keepdims: true }), 0);
    return where(logicalOr(empty(first), swapaxes(empty(second), -1, -2)), fullLike(iou, maskVal), iou);
  });
}

/**
 * The complete IoU of boxes: the IoU, less a penalty for the distance of their middles in terms of the box around
 * both, and one for sides of another ratio.
 *
 * - boxes1, boxes2: `[..., 4]`
 * - output: `[...]`
 *
 * @throws {OptionError} when there is no such format, or a relative one has no shape of the image.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#compute_ciou-function | keras.utils.bounding_boxes.compute_ciou};
 *   differs from it in that relative formats work
 * @see {@link https://arxiv.org/abs/1911.08287 | Zheng et al., 2019}
 * @example
 * boundingBoxes.computeCiou([[0, 0, 2, 2]], [[4, 0, 6, 2]], "xyxy"); // [-0.4]
 */
export function computeCiou(
  boxes1: TensorLike,
  boxes2: TensorLike,
  boundingBoxFormat: BoundingBoxFormat,
  options: ImageOptions = {},
): Tensor {
  const action = "compute the CIoU of boxes";
  checkOptions(action, options, ["imageShape"]);
  const read = edgeReader(action, boundingBoxFormat, options.imageShape);
  return tidy(() => {
    const [first, second] = [parts(read(boxes1)), parts(read(boxes2))];
    const [width1, height1] = sidesOf(first);
    const [width2, height2] = sidesOf(second);
    const common = intersection(first, second);
    const total = subtract(add(multiply(width1, height1), multiply(width2, height2)), common);
    const iou = divide(common, add(total, 2 * epsilon));

    const around = (axis: 0 | 1): Tensor =>
      subtract(maximum(first[axis + 2]!, second[axis + 2]!), minimum(first[axis]!, second[axis]!));
    const apart = (axis: 0 | 1): Tensor =>
      divide(subtract(add(first[axis]!, first[axis + 2]!), add(second[axis]!, second[axis + 2]!)), 2);
    const diagonal = add(add(square(around(0)), square(around(1))), epsilon);
    const distance = add(square(apart(0)), square(apart(1)));
    const angle = subtract(arctan(divide(width2, height2)), arctan(divide(width1, height1)));
    const ratio = multiply(square(angle), 4 / Math.PI ** 2);
    const weight = divide(ratio, add(subtract(ratio, iou), 1 + epsilon));
    return subtract(iou, add(divide(distance, diagonal), multiply(ratio, weight)));
  });
}

/** Reads boxes as their left, top, right and bottom edges. */
function edgeReader(action: string, format: unknown, imageShape: readonly number[] | null | undefined) {
  const name = readFormat(action, "boundingBoxFormat", format);
  const size = sizeOfImage(action, imageShape);
  if (name.startsWith("rel_") && size.height === null) {
    const expected = "`imageShape` must be given for a relative format";
    throw refusal(OptionError, { action, option: "imageShape", expected, received: imageShape });
  }
  return (boxes: TensorLike): Tensor => convertFormat(boxes, name, "xyxy", size);
}

/** The four columns of boxes, without the last axis. */
function parts(boxes: Tensor): Tensor[] {
  return split(boxes, 4, -1).map((part) => squeeze(part, -1));
}

function sidesOf([x1, y1, x2, y2]: Tensor[]): [width: Tensor, height: Tensor] {
  return [subtract(x2!, x1!), add(subtract(y2!, y1!), epsilon)];
}

function intersection(first: Tensor[], second: Tensor[]): Tensor {
  const along = (axis: 0 | 1): Tensor =>
    maximum(subtract(minimum(first[axis + 2]!, second[axis + 2]!), maximum(first[axis]!, second[axis]!)), 0);
  return multiply(along(0), along(1));
}
