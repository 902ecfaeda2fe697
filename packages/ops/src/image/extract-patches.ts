import { defineOp, type KerasTensor, type Op, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { fromChannelsLast, toChannelsLast } from "../nn/_layout.ts";
import { windowPositions } from "../nn/_positions.ts";
import {
  channelsLast,
  checkDataFormat,
  checkPadding,
  type DataFormat,
  inFormat,
  type Sizes,
  samePadding,
  sizesFor,
  type Windows,
  windowedSizes,
} from "../nn/_windows.ts";

export interface ExtractPatchesOptions {
  /** Steps between patches; those of their size where null. */
  strides: Sizes | null;
  dilationRate: Sizes;
  padding: "valid" | "same";
  dataFormat: DataFormat | null;
}

/**
 * Patches of images, or of volumes for a `size` of three numbers, laid out in the channels. Costs a copy.
 *
 * - images: `[height, width, channels]`, `[depth, height, width, channels]` or a batch of those; with channels first for
 *   `"channels_first"`
 * - output: the number of patches along each axis, and `patch height · patch width · channels` channels
 *
 * @throws {ShapeError} when the rank does not fit the size, or a patch does not fit into the images.
 * @see {@link https://keras.io/api/ops/image/#extractpatches-function | keras.ops.image.extract_patches}
 * @example
 * image.extractPatches([[[1], [2]], [[3], [4]]], 2); // [[[1, 2, 3, 4]]]
 */
export const extractPatches: Op<[images: Tensor, size: Sizes], ExtractPatchesOptions, Tensor> =
  /* @__PURE__ */ defineOp<[images: Tensor, size: Sizes], ExtractPatchesOptions, Tensor>({
    className: "ExtractPatches",
    module: "image",
    tensors: ["images"],
    settings: ["size"],
    options: { strides: null, dilationRate: 1, padding: "valid", dataFormat: null },
    call: (images, size, options) => {
      const { format, windows, batched, sizes } = plan(images.shape, size, options);
      const batch = toChannelsLast(batched ? images : tf.expandDims(images, 0), format);
      const patches = fromChannelsLast(cut(batch, windows, sizes as number[]), format);
      return batched ? patches : tf.squeeze(patches, [0]);
    },
    spec: (images: unknown, size: Sizes, options: ExtractPatchesOptions) => {
      const { shape, dtype } = specOf(images);
      const { format, windows, batched, last, sizes } = plan(shape, size, options);
      const channels = last.at(-1)!;
      const elements = windows.size.reduce((all, one) => all * one, 1);
      const output = inFormat([last[0]!, ...sizes, channels === null ? null : channels * elements], format);
      return spec(batched ? output : output.slice(1), dtype);
    },
  });

/**
 * Patches of volumes: {@link extractPatches} in three dimensions, where one number stands for all three.
 *
 * @see {@link https://keras.io/api/ops/image/ | keras.ops.image.extract_patches_3d}
 * @example
 * image.extractPatches3d(ones([4, 4, 4, 1]), 2).shape; // [2, 2, 2, 8]
 */
export function extractPatches3d(volumes: TensorLike, size: Sizes, options?: Partial<ExtractPatchesOptions>): Tensor;
export function extractPatches3d(
  volumes: TensorLike | KerasTensor,
  size: Sizes,
  options?: Partial<ExtractPatchesOptions>,
): KerasTensor;
export function extractPatches3d(
  volumes: TensorLike | KerasTensor,
  size: Sizes,
  options: Partial<ExtractPatchesOptions> = {},
): Tensor | KerasTensor {
  return extractPatches(volumes, sizesFor("image.extractPatches3d", "size", size, 3), options);
}

function plan(images: Shape, size: Sizes, options: ExtractPatchesOptions) {
  const op = "image.extractPatches";
  const format = checkDataFormat(op, options.dataFormat);
  const rank = typeof size === "number" ? 2 : size.length;
  if (rank !== 2 && rank !== 3) throw argumentError(op, "size", "be a number, or a list of two or three", size);
  if (images.length !== rank + 1 && images.length !== rank + 2) {
    const expected = `\`images\` must have rank ${rank + 1}, or ${rank + 2} for a batch, for patches of ${rank} dimensions`;
    throw shapeError(op, expected, images);
  }
  const batched = images.length === rank + 2;
  const last = channelsLast(batched ? images : [1, ...images], format);
  const windows: Windows = {
    size: sizesFor(op, "size", size, rank),
    strides: sizesFor(op, "strides", options.strides ?? size, rank),
    dilation: sizesFor(op, "dilationRate", options.dilationRate, rank),
    padding: checkPadding(op, options.padding),
  };
  return { format, windows, batched, last, sizes: windowedSizes(op, last.slice(1, -1), windows) };
}

function cut(batch: Tensor, windows: Windows, sizes: readonly number[]): Tensor {
  const spatial = batch.shape.slice(1, -1);
  const around =
    windows.padding === "same" ? samePadding(spatial, windows) : spatial.map((): [number, number] => [0, 0]);
  const padded = around.flat().some((one) => one > 0) ? tf.pad(batch, [[0, 0], ...around, [0, 0]]) : batch;
  const positions = windowPositions(padded.shape.slice(1, -1), sizes, windows);
  const [count, channels] = [batch.shape[0]!, batch.shape.at(-1)!];
  const area = padded.shape.slice(1, -1).reduce((all, one) => all * one, 1);
  const places = tf.reshape(padded, [count, area, channels]);
  const values = tf.gather(places, tf.tensor1d(positions, "int32"), 1);
  const elements = windows.size.reduce((all, one) => all * one, 1);
  return tf.reshape(values, [count, ...sizes, elements * channels]);
}
