import { type NDArray, OptionError, ready, refusal, type Tensor, tidy, toNDArray } from "@hornbeam/core";
import { image, pad, transpose } from "@hornbeam/ops";
import { checkOption } from "../_options.ts";
import { type ColorMode, pictureOf } from "../images/image-file.ts";
import { imgToArray } from "../images/picture.ts";
import type { FolderSource } from "./_folder.ts";
import {
  checkFilesOptions,
  type DatasetFor,
  type LabeledFilesOptions,
  labeledFiles,
  type Only,
} from "./_labeled-files.ts";

const interpolations = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5"] as const;

export interface ImageDatasetOptions extends LabeledFilesOptions {
  /** Only `"tf"`, for Keras' sake. */
  readonly format?: "tf" | undefined;
  /** Whether images have 1, 3 or 4 channels: `"rgb"` unless given. */
  readonly colorMode?: ColorMode | undefined;
  /** Height and width that images are brought to, or one number for both; 256 unless given. */
  readonly imageSize?: number | readonly [height: number, width: number] | undefined;
  /** How they are brought to that size, `"bilinear"` unless given. */
  readonly interpolation?: (typeof interpolations)[number] | undefined;
  /** Whether the largest part in the middle that has the proportions of that size is taken. */
  readonly cropToAspectRatio?: boolean | undefined;
  /** Whether images keep their proportions, in the middle of a black frame. */
  readonly padToAspectRatio?: boolean | undefined;
  /** Where the channels stand, `"channels_last"` unless given. */
  readonly dataFormat?: "channels_last" | "channels_first" | null | undefined;
}

const action = "make a dataset of images";
const own = [
  "colorMode",
  "imageSize",
  "interpolation",
  "cropToAspectRatio",
  "padToAspectRatio",
  "dataFormat",
  "format",
];

/**
 * The images below a folder (PNG, JPEG, GIF, BMP), whose folders are the classes: batches `[images, labels]`, or images
 * alone.
 *
 * Files are listed at once and read when their turn comes.
 *
 * - images: `[batch, height, width, channels]` float32, from 0 to 255
 * - labels: `[batch]` int32; `[batch, 1]` float32 if `"binary"`; `[batch, classes]` float32 if `"categorical"`
 *
 * @param directory A path (in Node), or in a page a folder that was picked (its handle), or all files of one.
 * @throws {OptionError} when an option is not acceptable, or does not fit the files.
 * @throws {ConfigError} when the folder cannot be read, or a file is damaged.
 * @see {@link https://keras.io/api/data_loading/image/#image_dataset_from_directory-function | keras.utils.image_dataset_from_directory};
 *   differs from it in that there are no interpolations `"gaussian"` and `"mitchellcubic"`
 * @example
 * const cats = await imageDatasetFromDirectory("pets", { imageSize: [180, 180], validationSplit: 0.2, subset: "both", seed: 1 });
 * await model.fit(cats[0], { validationData: cats[1] });
 */
export async function imageDatasetFromDirectory<const O extends ImageDatasetOptions = object>(
  directory: FolderSource,
  given?: Only<O, ImageDatasetOptions>,
): Promise<DatasetFor<O, NDArray>> {
  const options: ImageDatasetOptions = given ?? {};
  checkFilesOptions(action, options, own);
  checkImageOptions(options);
  const { colorMode = "rgb" } = options;
  return labeledFiles<NDArray, O>(directory, options as O, {
    action,
    noun: "images (.bmp, .gif, .jpeg, .jpg, .png)",
    extensions: [".bmp", ".gif", ".jpeg", ".jpg", ".png"],
    async read(file) {
      const picture = await pictureOf(await file.bytes(), colorMode, `load picture ${JSON.stringify(file.path)}`);
      // grey of 16 bits counts by its upper half
      const bytes = picture.mode === "I" ? { ...picture, data: picture.data.map((value) => value >> 8) } : picture;
      await ready();
      return tidy(() => toNDArray(resized(imgToArray(bytes), options)));
    },
  });
}

function resized(pixels: NDArray, options: ImageDatasetOptions): Tensor {
  const { interpolation = "bilinear", cropToAspectRatio = false, padToAspectRatio = false, dataFormat } = options;
  const { imageSize = 256 } = options;
  const [height, width] = typeof imageSize === "number" ? [imageSize, imageSize] : imageSize;
  const made = padToAspectRatio
    ? framed(pixels, [height, width], interpolation)
    : image.resize(pixels, [height, width], { interpolation, cropToAspectRatio });
  return dataFormat === "channels_first" ? transpose(made, { axes: [2, 0, 1] }) : made;
}

/** Images as large as they can be within a size, in the middle of it. */
function framed(
  pixels: NDArray,
  [height, width]: readonly [number, number],
  interpolation: (typeof interpolations)[number],
): Tensor {
  const [rows, columns] = pixels.shape as readonly [number, number];
  const ratio = Math.max(rows / height, columns / width);
  const [tall, wide] = [Math.floor(rows / ratio), Math.floor(columns / ratio)];
  const [above, before] = [Math.floor((height - rows / ratio) / 2), Math.floor((width - columns / ratio) / 2)];
  const small = image.resize(pixels, [tall, wide], { interpolation });
  return pad(small, [[above, height - tall - above], [before, width - wide - before], [0, 0]]); // biome-ignore format: axes
}

function checkImageOptions(options: ImageDatasetOptions): void {
  const {
    colorMode,
    imageSize,
    interpolation,
    cropToAspectRatio = false,
    padToAspectRatio = false,
    dataFormat,
  } = options;
  const modes: readonly unknown[] = ["rgb", "rgba", "grayscale"];
  checkOption(action, "colorMode", colorMode, '"rgb", "rgba" or "grayscale"', modes.includes(colorMode));
  const isSize = (size: unknown): boolean => Number.isInteger(size) && (size as number) > 0;
  const sizes = Array.isArray(imageSize) && imageSize.length === 2 && imageSize.every(isSize);
  checkOption(action, "imageSize", imageSize, "a positive integer or a list of two", sizes || isSize(imageSize));
  const known: readonly unknown[] = interpolations;
  checkOption(
    action,
    "interpolation",
    interpolation,
    `one of ${interpolations.join(", ")}`,
    known.includes(interpolation),
  );
  const formats: readonly unknown[] = ["channels_last", "channels_first", null];
  checkOption(action, "dataFormat", dataFormat, '"channels_last" or "channels_first"', formats.includes(dataFormat));
  checkOption(action, "format", options.format, '"tf"', options.format === "tf");
  if (!cropToAspectRatio || !padToAspectRatio) return;
  const expected = "only one of `cropToAspectRatio` and `padToAspectRatio` may be true";
  throw refusal(OptionError, { action, option: "padToAspectRatio", expected });
}
