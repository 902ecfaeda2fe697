import { imageDataFormat, type Shape } from "@hornbeam/core";
import { argumentError, shapeError } from "../_spec.ts";

export type Sizes = number | readonly number[];
export type Padding = "valid" | "same";
export type DataFormat = "channels_last" | "channels_first";

/** How a window moves over the spatial axes, with one number for each of them. */
export interface Windows {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

/** One number for each of `rank` spatial axes. */
export function sizesFor(op: string, argument: string, value: Sizes, rank: number, least = 1): number[] {
  const sizes = typeof value === "number" ? Array<number>(rank).fill(value) : [...value];
  if (sizes.length !== rank || sizes.some((size) => !Number.isInteger(size) || size < least))
    throw argumentError(op, argument, `be an integer from ${least} or a list of ${rank} of them`, value);
  return sizes;
}

export function checkPadding(op: string, padding: string): Padding {
  const known = padding.toLowerCase();
  if (known === "valid" || known === "same") return known;
  throw argumentError(op, "padding", 'be "valid" or "same"', padding);
}

export function checkDataFormat(op: string, dataFormat: string | null): DataFormat {
  if (dataFormat === null) return imageDataFormat();
  if (dataFormat === "channels_last" || dataFormat === "channels_first") return dataFormat;
  throw argumentError(op, "dataFormat", 'be "channels_last" or "channels_first"', dataFormat);
}

/** The shape with the channels last. */
export function channelsLast(shape: Shape, format: DataFormat): Shape {
  return format === "channels_last" ? shape : [shape[0]!, ...shape.slice(2), shape[1]!];
}

/** A shape with the channels last, in the order of the format. */
export function inFormat(shape: Shape, format: DataFormat): Shape {
  return format === "channels_last" ? shape : [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)];
}

/** Sizes of the spatial axes after the windows; null where they are not known. */
export function windowedSizes(op: string, spatial: Shape, windows: Windows): (number | null)[] {
  return spatial.map((size, i) => {
    if (size === null) return null;
    const stride = windows.strides[i]!;
    if (windows.padding === "same") return Math.ceil(size / stride);
    const reach = windows.dilation[i]! * (windows.size[i]! - 1) + 1;
    const count = Math.floor((size - reach) / stride) + 1;
    if (count > 0) return count;
    const expected = `the window of size [${windows.size.join(", ")}] must fit into the spatial axes, or else the computed output size would be zero or negative`;
    throw shapeError(op, expected, spatial, 'Use padding "same", or a smaller window, stride or dilation.');
  });
}

/** Zeros before and after each spatial axis that padding "same" stands for. */
export function samePadding(spatial: readonly number[], { size, strides, dilation }: Windows): [number, number][] {
  return spatial.map((length, i) => {
    const reach = dilation[i]! * (size[i]! - 1) + 1;
    const total = Math.max(0, (Math.ceil(length / strides[i]!) - 1) * strides[i]! + reach - length);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}
