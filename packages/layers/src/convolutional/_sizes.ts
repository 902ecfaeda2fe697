import { refusal, type Shape, ShapeError } from "@hornbeam/core";

export type Padding = "valid" | "same" | "causal";
export type DataFormat = "channels_last" | "channels_first";

/** How a window moves over the spatial axes. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: Padding;
}

/** Index of the channels: -1 or 1. */
export function channelAxis(dataFormat: DataFormat): -1 | 1 {
  return dataFormat === "channels_last" ? -1 : 1;
}

/** `[batch, ...spatial, channels]`, or with the channels before the spatial axes. */
export function imageShape(
  batch: number | null,
  spatial: Shape,
  channels: number | null,
  dataFormat: DataFormat,
): Shape {
  return dataFormat === "channels_last" ? [batch, ...spatial, channels] : [batch, channels, ...spatial];
}

export function spatialOf(shape: Shape, dataFormat: DataFormat): Shape {
  return dataFormat === "channels_last" ? shape.slice(1, -1) : shape.slice(2);
}

/**
 * Sizes of what a window gives: `⌊(n - d(k - 1) - 1) / s⌋ + 1` without padding, `⌈n / s⌉` with it.
 *
 * @throws {ShapeError} when the window is larger than the input.
 */
export function windowSizes(action: string, shape: Shape, dataFormat: DataFormat, window: Window): Shape {
  return spatialOf(shape, dataFormat).map((size, axis) => {
    if (size === null) return null;
    const stride = window.strides[axis]!;
    if (window.padding !== "valid") return Math.ceil(size / stride);
    const extent = (window.dilation?.[axis] ?? 1) * (window.size[axis]! - 1) + 1;
    if (size >= extent) return Math.floor((size - extent) / stride) + 1;
    throw refusal(ShapeError, {
      action,
      expected: `the spatial sizes must be at least ${extent}, the extent of the window`,
      receivedAs: "shape",
      received: shape,
      hint: 'The output size would be zero or negative; `padding: "same"` allows for smaller inputs.',
    });
  });
}
