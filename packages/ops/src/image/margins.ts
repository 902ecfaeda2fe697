import { defineOp, type Op, OptionError, refusal, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { pad } from "../numpy/pad.ts";
import { type ImageOptions, imageAxes } from "./_images.ts";

type Count = number | null;

interface Target extends ImageOptions {
  targetHeight: Count;
  targetWidth: Count;
}
type Sides<Kind extends string> = { [Side in "top" | "left" | "bottom" | "right" as `${Side}${Kind}`]: Count };
type PadImagesOptions = Sides<"Padding"> & Target;
type CropImagesOptions = Sides<"Cropping"> & Target;

/**
 * Images in a frame of zeros. Of `topPadding`, `bottomPadding` and `targetHeight` two are given, and of the three for the
 * width as well.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - output: the same with height and width of the frame
 *
 * @throws {OptionError} when not two of three are given.
 * @see {@link https://keras.io/api/ops/image/#padimages-function | keras.ops.image.pad_images}
 * @example
 * image.padImages([[[7]]], { topPadding: 0, leftPadding: 1, targetHeight: 1, targetWidth: 3 }); // [[[0], [7], [0]]]
 */
export const padImages: Op<[images: Tensor], PadImagesOptions, Tensor> = /* @__PURE__ */ defineOp({
  className: "PadImages",
  module: "image",
  tensors: ["images"],
  options: {
    topPadding: null as Count,
    leftPadding: null as Count,
    bottomPadding: null as Count,
    rightPadding: null as Count,
    targetHeight: null as Count,
    targetWidth: null as Count,
    dataFormat: null as ImageOptions["dataFormat"],
  },
  call: (images: Tensor, options: PadImagesOptions) => {
    const { height, width, axes } = planPadding(images.shape, options);
    const widths = images.shape.map((): [number, number] => [0, 0]);
    widths[axes.height] = [height.before!, height.after!];
    widths[axes.width] = [width.before!, width.after!];
    return pad(images, widths);
  },
  spec: (images: unknown, options: PadImagesOptions) => {
    const { shape, dtype } = specOf(images);
    const { height, width, axes } = planPadding(shape, options);
    return spec(shape.with(axes.height, height.size).with(axes.width, width.size), dtype);
  },
});

/**
 * Images without some rows and columns at their edges. Of `topCropping`, `bottomCropping` and `targetHeight` two are
 * given, and of the three for the width as well.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - output: the same with height and width of what is left
 *
 * @throws {OptionError} when not two of three are given, or more is cut off than there is.
 * @see {@link https://keras.io/api/ops/image/#cropimages-function | keras.ops.image.crop_images}
 * @example
 * const row = [[[1], [2], [3]]];
 * image.cropImages(row, { topCropping: 0, bottomCropping: 0, leftCropping: 1, targetWidth: 1 }); // [[[2]]]
 */
export const cropImages: Op<[images: Tensor], CropImagesOptions, Tensor> = /* @__PURE__ */ defineOp({
  className: "CropImages",
  module: "image",
  tensors: ["images"],
  options: {
    topCropping: null as Count,
    leftCropping: null as Count,
    bottomCropping: null as Count,
    rightCropping: null as Count,
    targetHeight: null as Count,
    targetWidth: null as Count,
    dataFormat: null as ImageOptions["dataFormat"],
  },
  call: (images: Tensor, options: CropImagesOptions) => {
    const { height, width, axes } = planCropping(images.shape, options);
    const begin = images.shape
      .map(() => 0)
      .with(axes.height, height.before!)
      .with(axes.width, width.before!);
    return tf.slice(images, begin, images.shape.with(axes.height, height.size!).with(axes.width, width.size!));
  },
  spec: (images: unknown, options: CropImagesOptions) => {
    const { shape, dtype } = specOf(images);
    const { height, width, axes } = planCropping(shape, options);
    return spec(shape.with(axes.height, height.size).with(axes.width, width.size), dtype);
  },
});

function planPadding(shape: Shape, options: PadImagesOptions) {
  const op = "image.padImages";
  const axes = imageAxes(op, shape, options.dataFormat);
  const { topPadding, bottomPadding, targetHeight, leftPadding, rightPadding, targetWidth } = options;
  const height = margins(op, shape[axes.height]!, { topPadding, bottomPadding, targetHeight }, 1);
  const width = margins(op, shape[axes.width]!, { leftPadding, rightPadding, targetWidth }, 1);
  return { axes, height, width };
}

function planCropping(shape: Shape, options: CropImagesOptions) {
  const op = "image.cropImages";
  const axes = imageAxes(op, shape, options.dataFormat);
  const { topCropping, bottomCropping, targetHeight, leftCropping, rightCropping, targetWidth } = options;
  const height = margins(op, shape[axes.height]!, { topCropping, bottomCropping, targetHeight }, -1);
  const width = margins(op, shape[axes.width]!, { leftCropping, rightCropping, targetWidth }, -1);
  if (height.size === null || width.size === null)
    throw shapeError(op, "where height or width is not known, `targetHeight` or `targetWidth` must be given", shape);
  return { axes, height, width };
}

interface Margins {
  readonly before: Count;
  readonly after: Count;
  readonly size: Count;
}

/** The three numbers, of which two are given by name: what comes before and after an axis and its new size. */
function margins(op: string, size: Count, given: Readonly<Record<string, Count>>, sign: 1 | -1): Margins {
  const names = Object.keys(given) as [string, string, string];
  const values = Object.values(given) as [Count, Count, Count];
  if (values.filter((value) => value === null).length !== 1) {
    const expected = `exactly two of ${names.map((name) => `\`${name}\``).join(", ")} must be given`;
    throw refusal(OptionError, { action: `call ops.${op}`, expected, received: values });
  }
  for (const [i, name] of names.entries()) check(op, name, values[i]!);
  let [before, after, target] = values;
  if (size === null) return { before, after, size: target };
  target ??= size + sign * (before! + after!);
  before ??= sign * (target - size) - after!;
  after ??= sign * (target - size) - before;
  for (const [i, name] of names.entries()) check(op, name, [before, after, target][i]!);
  return { before, after, size: target };
}

function check(op: string, name: string, value: Count): void {
  if (value !== null && (!Number.isInteger(value) || value < 0))
    throw argumentError(op, name, "be a non-negative integer", value);
}
