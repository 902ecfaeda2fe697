import { hostArray, NDArray, OptionError, refusal, ShapeError, type TensorLike } from "@hornbeam/core";
import { checkOption, checkOptions } from "../_options.ts";

/** Pixels as a file holds them, row by row, the channels of a pixel side by side; what Pillow's images are in Python. */
export interface Picture {
  /** `"L"` grey, `"RGB"`, `"RGBA"`, or `"I"`: grey in 32 bits. */
  readonly mode: "L" | "RGB" | "RGBA" | "I";
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Int32Array;
}

/** A picture, or what has its parts: an `ImageData` of a canvas has no mode. */
export type PictureLike = Omit<Picture, "mode" | "data"> & { readonly data: ArrayLike<number> };

type DataFormat = "channels_last" | "channels_first" | null;

export interface ArrayToImgOptions {
  /** Where the channels are, `"channels_last"` unless given. */
  readonly dataFormat?: DataFormat | undefined;
  /** Whether the smallest value becomes 0 and the largest 255, as they do unless told otherwise. */
  readonly scale?: boolean | undefined;
  /** Type in which values are scaled, `"float32"` unless given. */
  readonly dtype?: "float32" | "float64" | null | undefined;
}
export interface ImgToArrayOptions {
  /** Where the channels are to be, `"channels_last"` unless given. */
  readonly dataFormat?: DataFormat | undefined;
  /** Type of the array, `"float32"` unless given. */
  readonly dtype?: "float32" | "float64" | "uint8" | "int32" | null | undefined;
}

const modes = { 1: "L", 3: "RGB", 4: "RGBA" } as const;

/**
 * A picture of an array. Without scaling, values keep their last 8 bits; grey values above 255 make a picture of mode
 * `"I"`.
 *
 * - x: `[height, width, channels]`, of 1, 3 or 4 channels
 *
 * @throws {ShapeError} when the array is not of rank 3, or has another number of channels.
 * @see {@link https://keras.io/api/data_loading/image/#array_to_img-function | keras.utils.array_to_img}
 * @example
 * const picture = arrayToImg([[[0], [1]], [[2], [4]]]);
 * Array.from(picture.data); // [0, 63, 127, 255]
 * picture.mode; // "L"
 */
export function arrayToImg(x: TensorLike | NDArray, options: ArrayToImgOptions = {}): Picture {
  const action = "make a picture of an array";
  checkOptions(action, options, ["dataFormat", "scale", "dtype"]);
  const { scale = true } = options;
  const dtype = options.dtype ?? "float32";
  checkOption(action, "scale", scale, "a boolean", typeof scale === "boolean");
  checkOption(action, "dtype", dtype, '"float32" or "float64"', dtype === "float32" || dtype === "float64");
  const first = isChannelsFirst(action, options.dataFormat);
  const given = hostArray(x).astype(dtype);
  if (given.rank !== 3) {
    const expected = "the array must have rank 3: [height, width, channels]";
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: given.shape });
  }
  const pixels = first ? given.transpose([1, 2, 0]) : given;
  const [height, width, channels] = pixels.shape as [number, number, number];
  const mode = modes[channels as keyof typeof modes];
  if (mode === undefined || pixels.size === 0) {
    const expected = "it must have pixels of 1, 3 or 4 channels";
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: given.shape });
  }
  const values = scale ? scaled(pixels) : (pixels.data as Float32Array);
  const isDeep = mode === "L" && values.some((value) => value > 255);
  // typed arrays cut fractions off, and keep the last bits of what is too large
  const data = isDeep ? Int32Array.from(values) : Uint8Array.from(values);
  return { mode: isDeep ? "I" : mode, width, height, data };
}

/**
 * The array of a picture's pixels.
 *
 * - output: `[height, width, channels]`; grey pictures have one channel
 *
 * @throws {OptionError} when it is no picture.
 * @see {@link https://keras.io/api/data_loading/image/#img_to_array-function | keras.utils.img_to_array}
 * @example
 * const picture = arrayToImg([[[0], [255]]], { scale: false });
 * imgToArray(picture).toArray(); // [[[0], [255]]]
 */
export function imgToArray(img: PictureLike, options: ImgToArrayOptions = {}): NDArray {
  const action = "make an array of a picture";
  checkOptions(action, options, ["dataFormat", "dtype"]);
  const dtype = options.dtype ?? "float32";
  const first = isChannelsFirst(action, options.dataFormat);
  const { width, height, data } = img ?? {};
  const channels = (data?.length ?? 0) / (width * height);
  if (!Number.isInteger(channels) || channels < 1) {
    const expected = "it must have `data` for each of `width` times `height` pixels";
    throw refusal(OptionError, { action, expected, received: { width, height, values: data?.length } });
  }
  const array = new NDArray(Float64Array.from(data), [height, width, channels]).astype(dtype);
  return first ? array.transpose([2, 0, 1]) : array;
}

/** Values from 0 to 255, computed in the type of the array, as NumPy does. */
function scaled(array: NDArray): Float32Array | Float64Array {
  const data = (array.data as Float32Array).slice();
  const least = data.reduce((a, b) => Math.min(a, b));
  for (let i = 0; i < data.length; i++) data[i]! -= least;
  const most = data.reduce((a, b) => Math.max(a, b));
  if (most !== 0) for (let i = 0; i < data.length; i++) data[i]! /= most;
  for (let i = 0; i < data.length; i++) data[i]! *= 255;
  return data;
}

/** Whether channels stand in front of rows and columns. */
export function isChannelsFirst(action: string, dataFormat: unknown): boolean {
  const formats = ["channels_last", "channels_first", null];
  checkOption(action, "dataFormat", dataFormat, formats.slice(0, 2).join(" or "), formats.includes(dataFormat as string)); // biome-ignore format: one line
  return dataFormat === "channels_first";
}
