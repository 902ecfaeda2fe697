import type { Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";

/** A number in float32, in which Keras computes: what is cut to whole numbers afterwards depends on it. */
export const single = Math.fround;

/** Pixels changed on the host, where each costs a few steps and none are made into tensors; in each replay of a recorded step. */
export function mapPixels(images: Tensor, change: (pixels: ArrayLike<number>) => Float32Array): Tensor {
  return hostWork([images], images.shape, "float32", (pixels) => change(pixels!));
}

/** A linear map from one range to another, in float32. */
export function rescale(
  [fromLow, fromHigh]: readonly [number, number],
  [low, high]: readonly [number, number],
): (value: number) => number {
  const scale = (high - low) / (fromHigh - fromLow);
  const [factor, offset] = [single(scale), single(low - fromLow * scale)];
  return (value) => single(single(value * factor) + offset);
}
