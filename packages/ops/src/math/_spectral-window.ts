import type { Tensor, TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor, toFloat } from "../_operands.ts";
import { argumentError, shapeError } from "../_spec.ts";
import { checkPositive } from "./extract-sequences.ts";

/** What each sequence is multiplied with: a window by name, its values, or nothing. */
export type SpectralWindow = "hann" | "hamming" | TensorLike | null;

export interface Spectral {
  readonly sequenceLength: number;
  readonly sequenceStride: number;
  readonly fftLength: number;
}

export function checkSpectral(op: string, { sequenceLength, sequenceStride, fftLength }: Spectral): void {
  checkPositive(op, "sequenceLength", sequenceLength);
  checkPositive(op, "sequenceStride", sequenceStride);
  checkPositive(op, "fftLength", fftLength);
  if (fftLength < sequenceLength) {
    throw argumentError(op, "fftLength", `be at least \`sequenceLength\`, ${sequenceLength}`, fftLength);
  }
}

/** The window with zeros around it, as long as the transform. */
export function spectralWindow(
  op: string,
  window: SpectralWindow,
  { sequenceLength, fftLength }: Spectral,
): Tensor | null {
  if (window === null) return null;
  const values = typeof window === "string" ? named(op, window, sequenceLength) : toFloat(asTensor(op, window));
  if (values.rank !== 1 || values.size !== sequenceLength)
    throw shapeError(op, `\`window\` must have shape [${sequenceLength}]`, values.shape);
  const before = Math.floor((fftLength - sequenceLength) / 2);
  return tf.pad(values, [[before, fftLength - sequenceLength - before]]);
}

/** `a - (1 - a) cos(2π i / length)`: one period, the last element being the one before the first comes again. */
function named(op: string, window: string, length: number): Tensor {
  if (window !== "hann" && window !== "hamming")
    throw argumentError(op, "window", 'be "hann", "hamming", a tensor or null', window);
  if (length === 1) return tf.ones([1]);
  const mean = window === "hann" ? 0.5 : 0.54;
  // as TensorFlow's: a window of an odd length ends where it began
  const period = length - (length % 2);
  const angle = (2 * Math.PI) / period;
  return tf.tensor1d(Float32Array.from({ length }, (_, i) => mean - (1 - mean) * Math.cos(angle * i)));
}
