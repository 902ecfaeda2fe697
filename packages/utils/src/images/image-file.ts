import { ConfigError, type NDArray, OptionError, refusal, type TensorLike } from "@hornbeam/core";
import { checkOption, checkOptions } from "../_options.ts";
import { readBytes, writeBytes } from "./_image-files_node.ts";
import { decode, encode } from "./_png.ts";
import { type ArrayToImgOptions, arrayToImg, type Picture } from "./picture.ts";

export interface SaveImgOptions extends Pick<ArrayToImgOptions, "dataFormat" | "scale"> {
  /** Format of the file, `"png"`, if its name does not say it. */
  readonly fileFormat?: string | null | undefined;
}
export interface LoadImgOptions {
  /** What the picture is turned into: `"rgb"` unless given. */
  readonly colorMode?: "grayscale" | "rgb" | "rgba" | undefined;
}

/**
 * Writes an array as a picture, in the format PNG. Only where there is a file system, as in Node.
 *
 * - x: `[height, width, channels]`, of 1, 3 or 4 channels
 *
 * @throws {OptionError} when the format is another.
 * @throws {ConfigError} when the file cannot be written.
 * @see {@link https://keras.io/api/data_loading/image/#save_img-function | keras.utils.save_img}; differs from it in
 *   that PNG is the only format
 * @example
 * await saveImg("grey.png", [[[0], [1]]]);
 * (await loadImg("grey.png")).width; // 2
 */
export async function saveImg(path: string, x: TensorLike | NDArray, options: SaveImgOptions = {}): Promise<void> {
  const action = "save a picture";
  checkOptions(action, options, ["dataFormat", "fileFormat", "scale"]);
  checkOption(action, "path", path, "a string", typeof path === "string");
  const format = (options.fileFormat ?? /\.([^./\\]+)$/.exec(path)?.[1] ?? "").toLowerCase();
  if (format !== "png") {
    const expected = "the format of the file must be png";
    throw refusal(OptionError, { action, option: "fileFormat", expected, received: format });
  }
  const picture = arrayToImg(x, { dataFormat: options.dataFormat, scale: options.scale });
  await writeBytes(path, await encode(picture, action), action);
}

/**
 * The picture in a PNG file, or in the bytes of one. Deep colours keep their upper 8 bits, but grey of 16 bits stays
 * whole as mode `"I"` if asked for as grey.
 *
 * @throws {ConfigError} when the file cannot be read, or is no PNG.
 * @see {@link https://keras.io/api/data_loading/image/#load_img-function | keras.utils.load_img}; differs from it in
 *   that PNG is the only format, and pictures keep their size
 * @example
 * await saveImg("colours.png", [[[0, 128, 255]]], { scale: false });
 * imgToArray(await loadImg("colours.png")).toArray(); // [[[0, 128, 255]]]
 */
export async function loadImg(path: string | Uint8Array, options: LoadImgOptions = {}): Promise<Picture> {
  const name = typeof path === "string" ? ` ${JSON.stringify(path)}` : "";
  const action = `load picture${name}`;
  checkOptions(action, options, ["colorMode"]);
  const { colorMode = "rgb" } = options;
  const modes = ["grayscale", "rgb", "rgba"];
  checkOption(action, "colorMode", colorMode, '"grayscale", "rgb" or "rgba"', modes.includes(colorMode));
  if (typeof path !== "string" && !(path instanceof Uint8Array)) {
    throw refusal(OptionError, { action, expected: "it must be a path or the bytes of a file", received: path });
  }
  const { width, height, depth, channels, data } = await decode(typeof path === "string" ? await readBytes(path, action) : path, action); // biome-ignore format: one line
  if (depth === 16 && channels === 1 && colorMode === "grayscale") {
    return { mode: "I", width, height, data: Int32Array.from(data) };
  }
  const bytes = depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : Uint8Array.from(data);
  if (bytes.length !== width * height * channels) {
    throw refusal(ConfigError, { action, expected: "it must hold all its pixels", received: bytes.length });
  }
  return inMode(colorMode, { width, height, channels, bytes });
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha. */
  readonly channels: number;
  readonly bytes: Uint8Array;
}

function inMode(colorMode: "grayscale" | "rgb" | "rgba", { width, height, channels, bytes }: Pixels): Picture {
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
