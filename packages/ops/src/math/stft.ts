import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { divideNoNan } from "../numpy/arithmetic.ts";
import { pad } from "../numpy/pad.ts";
import { inverseRealDft, realDft } from "./_dft.ts";
import { checkSpectral, type Spectral, type SpectralWindow, spectralWindow } from "./_spectral-window.ts";
import { countOf, overlapped, windows } from "./extract-sequences.ts";
import { pairOf, pairSpec } from "./fft.ts";

interface StftOptions {
  /** What each sequence is multiplied with. */
  window: SpectralWindow;
  /** Whether the signal is mirrored at its ends, so that the first sequence has its middle at the first element. */
  center: boolean;
}

/**
 * Spectra of a signal over time: Fourier transforms of overlapping windows of it.
 *
 * - x: `[..., steps]`
 * - output: real and imaginary parts, `[..., sequences, fftLength / 2 + 1]` each
 *
 * @throws {OptionError} when the transform is shorter than a sequence.
 * @see {@link https://keras.io/api/ops/fft/#stft-function | keras.ops.stft}
 * @example
 * stft(ones([20]), 8, 4, 8)[0].shape; // [6, 5]
 */
export const stft = /* @__PURE__ */ defineOp<
  [x: Tensor, sequenceLength: number, sequenceStride: number, fftLength: number],
  StftOptions,
  [real: Tensor, imag: Tensor]
>({
  className: "STFT",
  module: "math",
  tensors: ["x"],
  settings: ["sequence_length", "sequence_stride", "fft_length"],
  options: { window: "hann", center: true },
  call: (x, sequenceLength, sequenceStride, fftLength, { window, center }) => {
    const spectral: Spectral = { sequenceLength, sequenceStride, fftLength };
    check("stft", x.shape, spectral, 1);
    const shape = spectralWindow("stft", window, spectral);
    const half = Math.floor(fftLength / 2);
    const around = x.shape.map((_, axis): [number, number] => (axis === x.rank - 1 ? [half, half] : [0, 0]));
    const signal = center ? pad(toFloat(x), around, { mode: "reflect" }) : toFloat(x);
    const sequences = windows(signal, fftLength, sequenceStride);
    return [...realDft(shape ? tf.mul(sequences, shape) : sequences, fftLength)];
  },
  spec: (x: unknown, sequenceLength: number, sequenceStride: number, fftLength: number, { center }: StftOptions) => {
    const { shape, dtype } = specOf(x);
    check("stft", shape, { sequenceLength, sequenceStride, fftLength }, 1);
    const size = shape.at(-1)!;
    const padded = size === null ? null : size + (center ? 2 * Math.floor(fftLength / 2) : 0);
    const count = countOf(padded, fftLength, sequenceStride);
    const one = spec([...shape.slice(0, -1), count, Math.floor(fftLength / 2) + 1], floatType(dtype));
    return [one, one];
  },
});

interface IstftOptions extends StftOptions {
  /** How much of the signal is wanted; all of it where null. */
  length: number | null;
}

/**
 * What {@link stft} has made the given spectra of, with the same settings.
 *
 * - x: real and imaginary parts, `[..., sequences, fftLength / 2 + 1]` each
 * - output: `[..., steps]`
 *
 * @throws {OptionError} when the transform is shorter than a sequence.
 * @see {@link https://keras.io/api/ops/fft/#istft-function | keras.ops.istft}
 * @example
 * istft(stft([1, 2, 3, 4, 5], 4, 2, 4), 4, 2, 4); // [1, 2, 3, 4]
 */
export const istft = /* @__PURE__ */ defineOp<
  [x: readonly Tensor[], sequenceLength: number, sequenceStride: number, fftLength: number],
  IstftOptions,
  Tensor
>({
  className: "ISTFT",
  module: "math",
  tensors: ["x"],
  settings: ["sequence_length", "sequence_stride", "fft_length"],
  options: { length: null, window: "hann", center: true },
  raw: true,
  call: (x, sequenceLength, sequenceStride, fftLength, { length, window, center }) => {
    const spectral: Spectral = { sequenceLength, sequenceStride, fftLength };
    const spectra = pairOf("istft", x);
    check("istft", spectra[0].shape, spectral, 2, length);
    const forward = spectralWindow("istft", window, spectral);
    const sequences = inverseRealDft(spectra, fftLength);
    const weighted = forward ? tf.mul(sequences, shares(forward, spectral)) : sequences;
    const signal = overlapped(weighted, sequenceStride);
    const margin = center ? Math.floor(fftLength / 2) : 0;
    const size = signal.shape.at(-1)!;
    const end = length === null ? size - margin : Math.min(size, margin + length);
    const begin = signal.shape.map((_, axis) => (axis === signal.rank - 1 ? Math.min(margin, size) : 0));
    return tf.slice(signal, begin, signal.shape.with(-1, Math.max(0, end - margin)));
  },
  spec: (
    x: unknown,
    sequenceLength: number,
    sequenceStride: number,
    fftLength: number,
    { length, center }: IstftOptions,
  ) => {
    const { shape, dtype } = pairSpec("istft", x);
    check("istft", shape, { sequenceLength, sequenceStride, fftLength }, 2, length);
    const count = shape.at(-2)!;
    const whole = count === null ? null : (count - 1) * sequenceStride + fftLength;
    const size = whole === null || !center ? whole : whole - 2 * Math.floor(fftLength / 2);
    return spec([...shape.slice(0, -2), length ?? size], dtype);
  },
});

/** What each window's elements count for: the window over the squares of all that lie over an element; 0 where none does. */
function shares(window: Tensor, { sequenceStride, fftLength }: Spectral): Tensor {
  const overlaps = Math.ceil(fftLength / sequenceStride);
  const padded = tf.pad(tf.square(window), [[0, overlaps * sequenceStride - fftLength]]);
  const sums = tf.sum(tf.reshape(padded, [overlaps, sequenceStride]), 0, true);
  const squares = tf.slice(tf.reshape(tf.tile(sums, [overlaps, 1]), [-1]), [0], [fftLength]);
  return divideNoNan(window, squares);
}

function check(op: string, shape: Shape, spectral: Spectral, rank: number, length: number | null = null): void {
  checkSpectral(op, spectral);
  if (shape.length < rank) throw shapeError(op, `the tensor must have rank ${rank} or more`, shape);
  if (length !== null && (!Number.isInteger(length) || length < 0))
    throw argumentError(op, "length", "be a non-negative integer or null", length);
}
