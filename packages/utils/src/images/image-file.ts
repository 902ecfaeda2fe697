import { ConfigError, type NDArray, OptionError, refusal, type TensorLike, warnOnce } from "@hornbeam/core";
import { checkOption, checkOptions } from "../_options.ts";
import { decode } from "./_decode.ts";
import { readBytes, writeBytes } from "./_image-files_node.ts";
import { encodeJpeg } from "./_jpeg.ts";
import { encode } from "./_png.ts";
import { type Part, type Resampling, resample, resamplings } from "./_resample.ts";
import { type ArrayToImgOptions, arrayToImg, type Picture } from "./picture.ts";

export interface SaveImgOptions extends Pick<ArrayToImgOptions, "dataFormat" | "scale"> {
  /** Format of the file, `"png"` or `"jpeg"`, if its name does not say it. */
  readonly fileFormat?: string | null | undefined;
}
export interface LoadImgOptions {
  /** What the picture is turned into: `"rgb"` unless given. */
  readonly colorMode?: "grayscale" | "rgb" | "rgba" | undefined;
  /** Height and width that the picture is brought to; its own unless given. */
  readonly targetSize?: readonly [height: number, width: number] | null | undefined;
  /** How it is brought to that size, `"nearest"` unless given. */
  readonly interpolation?: Resampling | undefined;
  /** Whether the largest part in the middle that has the proportions of that size is taken; not unless it is true. */
  readonly keepAspectRatio?: boolean | undefined;
}

/**
 * Writes an array as a picture, in the format PNG or JPEG. Only where there is a file system, as in Node.
 *
 * - x: `[height, width, channels]`, of 1, 3 or 4 channels
 *
 * @throws {OptionError} when the format is another.
 * @throws {ConfigError} when the file cannot be written.
 * @see {@link https://keras.io/api/data_loading/image/#save_img-function | keras.utils.save_img}; differs from it in
 *   that there are no other formats
 * @example
 * await saveImg("grey.png", [[[0], [1]]]);
 * (await loadImg("grey.png")).width; // 2
 */
export async function saveImg(path: string, x: TensorLike | NDArray, options: SaveImgOptions = {}): Promise<void> {
  const action = "save a picture";
  checkOptions(action, options, ["dataFormat", "fileFormat", "scale"]);
  checkOption(action, "path", path, "a string", typeof path === "string");
  const format = (options.fileFormat ?? /\.([^./\\]+)$/.exec(path)?.[1] ?? "").toLowerCase();
  if (!["png", "jpg", "jpeg"].includes(format)) {
    const expected = "the format of the file must be png or jpeg";
    throw refusal(OptionError, { action, option: "fileFormat", expected, received: format });
  }
  const picture = arrayToImg(x, { dataFormat: options.dataFormat, scale: options.scale });
  if (format !== "png" && picture.mode === "RGBA") {
    warnOnce("The JPEG format does not support RGBA images: how opaque pixels are is lost.");
  }
  await writeBytes(path, await (format === "png" ? encode : encodeJpeg)(picture, action), action);
}

/**
 * The picture in a PNG, JPEG, GIF or BMP file, or in the bytes of one; of several, the first. Deep colours keep their upper
 * 8 bits, but grey of 16 bits stays whole as mode `"I"` if asked for as grey.
 *
 * @throws {ConfigError} when the file cannot be read, or is of another format.
 * @see {@link https://keras.io/api/data_loading/image/#load_img-function | keras.utils.load_img}, whose pixels these are;
 *   of JPEG files with fewer pixels of colour than of light, colours are not blended between those
 * @example
 * await saveImg("colours.png", [[[0, 128, 255]]], { scale: false });
 * imgToArray(await loadImg("colours.png")).toArray(); // [[[0, 128, 255]]]
 * (await loadImg("colours.png", { targetSize: [3, 2] })).height; // 3
 */
export async function loadImg(path: string | Uint8Array, options: LoadImgOptions = {}): Promise<Picture> {
  const name = typeof path === "string" ? ` ${JSON.stringify(path)}` : "";
  const action = `load picture${name}`;
  checkLoadOptions(action, options);
  if (typeof path !== "string" && !(path instanceof Uint8Array)) {
    throw refusal(OptionError, { action, expected: "it must be a path or the bytes of a file", received: path });
  }
  const bytes = typeof path === "string" ? await readBytes(path, action) : path;
  const picture = await pictureOf(bytes, options.colorMode ?? "rgb", action);
  const { targetSize = null, interpolation = "nearest", keepAspectRatio = false } = options;
  if (targetSize === null) return picture;
  const [height, width] = targetSize;
  if (picture.width === width && picture.height === height) return picture;
  const part = keepAspectRatio ? middleOf(picture, targetSize) : { left: 0, top: 0, ...sizeOf(picture) };
  return resample(picture, { width, height }, interpolation, part);
}

function checkLoadOptions(action: string, options: LoadImgOptions): void {
  checkOptions(action, options, ["colorMode", "targetSize", "interpolation", "keepAspectRatio"]);
  const { colorMode, targetSize, interpolation, keepAspectRatio } = options;
  const modes: readonly unknown[] = ["grayscale", "rgb", "rgba"];
  checkOption(action, "colorMode", colorMode, '"grayscale", "rgb" or "rgba"', modes.includes(colorMode));
  const fits = Array.isArray(targetSize) && targetSize.length === 2 && targetSize.every((size) => Number.isInteger(size) && size > 0); // biome-ignore format: one line
  checkOption(action, "targetSize", targetSize, "a height and a width, positive integers", targetSize === null || fits);
  const known: readonly unknown[] = resamplings;
  checkOption(
    action,
    "interpolation",
    interpolation,
    `one of ${resamplings.join(", ")}`,
    known.includes(interpolation),
  );
  checkOption(action, "keepAspectRatio", keepAspectRatio, "a boolean", typeof keepAspectRatio === "boolean");
}

/** The picture in the bytes of a file. */
export async function pictureOf(bytes: Uint8Array, colorMode: ColorMode, action: string): Promise<Picture> {
  const { width, height, depth, channels, data } = await decode(bytes, action);
  if (depth === 16 && channels === 1 && colorMode === "grayscale") {
    return { mode: "I", width, height, data: Int32Array.from(data) };
  }
  const pixels = depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : Uint8Array.from(data);
  if (pixels.length !== width * height * channels) {
    throw refusal(ConfigError, { action, expected: "it must hold all its pixels", received: pixels.length });
  }
  return inMode(colorMode, { width, height, channels, bytes: pixels });
}

function sizeOf({ width, height }: Picture): { width: number; height: number } {
  return { width, height };
}
/** The largest part in the middle of a picture that has other proportions. */
function middleOf({ width, height }: Picture, [rows, columns]: readonly [number, number]): Part {
  const tall = Math.min(height, Math.floor((width * rows) / columns));
  const wide = Math.min(width, Math.floor((height * columns) / rows));
  return { left: Math.floor((width - wide) / 2), top: Math.floor((height - tall) / 2), width: wide, height: tall };
}

/** What a picture's pixels are turned into. */
export type ColorMode = "grayscale" | "rgb" | "rgba";

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha. */
  readonly channels: number;
  readonly bytes: Uint8Array;
}

function inMode(colorMode: ColorMode, { width, height, channels, bytes }: Pixels): Picture {
  const isGrey = channels < 3;
  const size = { grayscale: 1, rgb: 3, rgba: 4 }[colorMode];
  const data = new Uint8Array(width * height * size);
  for (let from = 0, to = 0; to < data.length; from += channels, to += size) {
    const [red, green, blue] = isGrey
      ? [bytes[from]!, bytes[from]!, bytes[from]!]
      : [bytes[from]!, bytes[from + 1]!, bytes[from + 2]!];
    if (size === 1) {
      data[to] = isGrey ? red : luma(red, green, blue);
      continue;
    }
    data.set([red, green, blue], to);
    if (size === 4) data[to + 3] = channels % 2 === 0 ? bytes[from + channels - 1]! : 255;
  }
  return { mode: ({ grayscale: "L", rgb: "RGB", rgba: "RGBA" } as const)[colorMode], width, height, data };
}

/** ITU-R 601-2 luma in 16-bit fractions, rounded: what Pillow makes of colours. */
function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}
