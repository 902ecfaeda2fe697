import type { Shape, Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { shapeError } from "../_spec.ts";
import { fromChannelsLast, toChannelsLast } from "../nn/_layout.ts";
import { checkDataFormat, type DataFormat } from "../nn/_windows.ts";

export interface ImageOptions {
  dataFormat: DataFormat | null;
}

/** Where the axes of images are, counted from the back. */
export interface ImageAxes {
  readonly format: DataFormat;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The axes of one image or of a batch of them. */
export function imageAxes(op: string, shape: Shape, dataFormat: string | null, argument = "images"): ImageAxes {
  const format = checkDataFormat(op, dataFormat);
  if (shape.length !== 3 && shape.length !== 4)
    throw shapeError(op, `\`${argument}\` must have rank 3 (one image) or rank 4 (a batch of images)`, shape);
  const [height, width, channels] = format === "channels_last" ? [-3, -2, -1] : [-2, -1, -3];
  const at = (axis: number): number => shape.length + axis;
  return { format, height: at(height!), width: at(width!), channels: at(channels!) };
}

/** A batch of images with the channels last, of one image or of a batch of them. */
export function toImageBatch(images: Tensor, format: DataFormat): Tensor {
  return toChannelsLast(images.rank === 3 ? tf.expandDims(images, 0) : images, format);
}

/** A batch of images with the channels last, as it was before {@link toImageBatch}: of that rank and format. */
export function fromImageBatch(images: Tensor, format: DataFormat, rank: number): Tensor {
  const ordered = fromChannelsLast(images, format);
  return rank === 3 ? tf.squeeze(ordered, [0]) : ordered;
}
