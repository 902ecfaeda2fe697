import { isTensor, NDArray, OptionError, refusal, type Tensor, tidy, toNDArray } from "@hornbeam/core";
import { image } from "@hornbeam/ops";
import { checkOption, checkOptions } from "../_options.ts";

const interpolations = ["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"] as const;

export interface SmartResizeOptions {
  /** How the new pixels follow from the old ones, `"bilinear"` unless given. */
  readonly interpolation?: (typeof interpolations)[number] | undefined;
  /** Where the channels stand, `"channels_last"` unless given. */
  readonly dataFormat?: "channels_last" | "channels_first" | undefined;
}

/**
 * Images in another size without being stretched: of each, the largest part in the middle that has the proportions of that
 * size.
 *
 * - x: `[height, width, channels]`, or a batch of those
 * - size: height and width
 * - output: what `x` is, an array or a tensor
 *
 * @throws {ShapeError} when the images have another rank.
 * @see {@link https://keras.io/api/data_loading/image/ | keras.preprocessing.image.smart_resize}
 * @example
 * smartResize(NDArray.from([[[1], [2], [3], [4]]]), [1, 1]).toArray(); // [[[2]]]
 */
export function smartResize<X extends NDArray | Tensor>(
  x: X,
  size: readonly [height: number, width: number],
  options: SmartResizeOptions = {},
): X extends NDArray ? NDArray : Tensor {
  const action = "resize images";
  checkOptions(action, options, ["interpolation", "dataFormat"]);
  const { interpolation = "bilinear", dataFormat = "channels_last" } = options;
  const known: readonly unknown[] = interpolations;
  checkOption(action, "interpolation", interpolation, `one of ${interpolations.join(", ")}`, known.includes(interpolation)); // biome-ignore format: one line
  if (!isTensor(x) && !(x instanceof NDArray)) {
    throw refusal(OptionError, { action, expected: "`x` must be an array or a tensor", received: x });
  }
  const resized = (): Tensor => image.resize(x, size, { interpolation, dataFormat, cropToAspectRatio: true });
  return (x instanceof NDArray ? tidy(() => toNDArray(resized())) : resized()) as X extends NDArray ? NDArray : Tensor; // as `x` says
}
