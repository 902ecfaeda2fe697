import { isBranch, OptionError, refusal, ShapeError, type TensorLike, tidy } from "@hornbeam/core";
import { add, concatenate, convertToTensor, divide, exp, log, maximum, multiply, split, subtract, type Tensor } from "@hornbeam/ops"; // biome-ignore format: one line
import { checkOptions } from "../_options.ts";
import { convertFormat } from "./convert-format.ts";
import { type BoundingBoxFormat, boxTensor, epsilon, sizeOfImage } from "./formats.ts";

type CenterFormat = "center_xywh" | "center_yxhw";

interface DeltaOptions {
  /** Four numbers that deltas are divided by on the way in and multiplied by on the way out. */
  readonly variance?: TensorLike | null | undefined;
  /** Shape of the image, `[height, width, channels]`; needed for relative formats. */
  readonly imageShape?: readonly number[] | null | undefined;
}
export interface EncodeBoxOptions extends DeltaOptions {
  /** Format in which deltas are taken, `"center_yxhw"` unless given. */
  readonly encodingFormat?: CenterFormat | undefined;
}
export interface DecodeDeltasOptions extends DeltaOptions {
  /** Format in which deltas were taken, `"center_yxhw"` unless given. */
  readonly encodedFormat?: CenterFormat | undefined;
}

/**
 * How boxes differ from anchors: the distance of the middles in sizes of the anchor, and the logarithm of the ratio
 * of the sizes.
 *
 * - anchors: `[boxes, 4]`
 * - boxes: `[boxes, 4]` or `[batch, boxes, 4]`
 * - output: of the shape of `boxes`
 *
 * @throws {OptionError} when there is no such format.
 * @throws {ShapeError} when boxes or variance do not have four numbers.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#encode_box_to_deltas-function | keras.utils.bounding_boxes.encode_box_to_deltas}
 * @example
 * boundingBoxes.encodeBoxToDeltas([[0, 0, 4, 2]], [[1, 0, 5, 2]], "xyxy", "xyxy"); // [[0, 0.25, 0, 0]]
 */
export function encodeBoxToDeltas(
  anchors: TensorLike,
  boxes: TensorLike,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options: EncodeBoxOptions = {},
): Tensor {
  const action = "encode boxes to deltas";
  checkOptions(action, options, ["encodingFormat", "variance", "imageShape"]);
  const { encodingFormat = "center_yxhw", variance, imageShape } = options;
  checkCenterFormat(action, "encodingFormat", encodingFormat);
  const size = sizeOfImage(action, imageShape);
  return tidy(() => {
    const [anchorPlace, anchorSize] = halves(convertFormat(anchors, anchorFormat, encodingFormat, size));
    const [place, extent] = halves(convertFormat(boxes, boxFormat, encodingFormat, size));
    const unit = maximum(anchorSize, epsilon);
    const ratio = divide(maximum(extent, epsilon), unit);
    const deltas = concatenate([divide(subtract(place, anchorPlace), unit), log(ratio)], -1);
    return isGiven(variance) ? divide(deltas, readVariance(action, variance)) : deltas;
  });
}

/**
 * The boxes of deltas: what `encodeBoxToDeltas` undoes. Records of anchors and deltas, one entry a level, give a
 * record of boxes.
 *
 * - anchors: `[boxes, 4]`
 * - boxesDelta: `[boxes, 4]` or `[batch, boxes, 4]`
 * - output: of the shape of `boxesDelta`
 *
 * @throws {OptionError} when there is no such format.
 * @throws {ShapeError} when boxes or variance do not have four numbers.
 * @see {@link https://keras.io/api/utils/bounding_boxes/#decode_deltas_to_boxes-function | keras.utils.bounding_boxes.decode_deltas_to_boxes}
 * @example
 * boundingBoxes.decodeDeltasToBoxes([[0, 0, 4, 2]], [[0, 0.25, 0, 0]], "xyxy", "xyxy"); // [[1, 0, 5, 2]]
 */
export function decodeDeltasToBoxes<D extends TensorLike | Readonly<Record<string, TensorLike>>>(
  anchors: TensorLike | Readonly<Record<string, TensorLike>>,
  boxesDelta: D,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options: DecodeDeltasOptions = {},
): D extends TensorLike ? Tensor : { [K in keyof D]: Tensor } {
  const action = "decode deltas to boxes";
  checkOptions(action, options, ["encodedFormat", "variance", "imageShape"]);
  const { encodedFormat = "center_yxhw", variance, imageShape } = options;
  checkCenterFormat(action, "encodedFormat", encodedFormat);
  const size = sizeOfImage(action, imageShape);
  const decode = (anchor: TensorLike, deltas: TensorLike): Tensor =>
    tidy(() => {
      const [place, extent] = halves(convertFormat(anchor, anchorFormat, encodedFormat, size));
      const given = boxTensor(action, deltas, "boxesDelta");
      const [shift, growth] = halves(isGiven(variance) ? multiply(given, readVariance(action, variance)) : given);
      const boxes = concatenate([add(multiply(shift, extent), place), multiply(exp(growth), extent)], -1);
      return convertFormat(boxes, encodedFormat, boxFormat, size);
    });
  if (!isRecord(boxesDelta)) return decode(anchors as TensorLike, boxesDelta as TensorLike) as never; // typed by D
  const levels = Object.entries(boxesDelta).map(([level, deltas]) => {
    const anchor = isRecord(anchors) ? anchors[level] : undefined;
    if (anchor !== undefined) return [level, decode(anchor, deltas)];
    throw refusal(OptionError, { action, expected: `\`anchors\` must have level ${level}`, received: anchors });
  });
  return Object.fromEntries(levels) as never; // typed by D
}

function halves(boxes: Tensor): [Tensor, Tensor] {
  return split(boxes, 2, -1) as [Tensor, Tensor];
}

function isRecord(value: unknown): value is Readonly<Record<string, TensorLike>> {
  return isBranch(value) && !Array.isArray(value);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function checkCenterFormat(action: string, option: string, format: unknown): void {
  if (format === "center_xywh" || format === "center_yxhw") return;
  const expected = `\`${option}\` must be "center_xywh" or "center_yxhw"`;
  throw refusal(OptionError, { action, option, expected, received: format });
}

function readVariance(action: string, variance: TensorLike): Tensor {
  const tensor = convertToTensor(variance, "float32");
  if (tensor.shape.length > 0 && tensor.shape.at(-1) === 4) return tensor;
  const expected = "the length of `variance` must be 4";
  throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: tensor.shape });
}
