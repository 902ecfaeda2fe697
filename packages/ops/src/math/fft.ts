import {
  defineOp,
  type Op,
  type Shape,
  sameShape,
  type Tensor,
  type TensorLike,
  type TensorSpec,
} from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor, toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { type Complex, dft, inverseRealDft, realDft } from "./_dft.ts";

interface LengthOptions {
  fftLength: number | null;
}

/**
 * Fourier transforms of complex rows: `y[j] = Σ x[k] · exp(-2πi·j·k / n)`. Any length costs `O(n log n)`, on the host.
 *
 * - x: real and imaginary parts, `[..., n]` each
 * - output: the same
 *
 * @throws {ShapeError} when both parts do not have the same shape, or its last axis is not known.
 * @see {@link https://keras.io/api/ops/fft/#fft-function | keras.ops.fft}
 * @example
 * fft([[1, 2, 3, 4], [0, 0, 0, 0]])[0]; // [10, -2, -2, -2]
 */
export const fft = /* @__PURE__ */ transformOp("FFT", "fft", 1, (x) => dft(x, -1));

/**
 * Fourier transforms over the last two axes.
 *
 * - x: real and imaginary parts, `[..., m, n]` each
 * - output: the same
 *
 * @throws {ShapeError} when both parts do not have the same shape, or its last axes are not known.
 * @see {@link https://keras.io/api/ops/fft/#fft2-function | keras.ops.fft2}
 * @example
 * fft2([[[1, 2], [3, 4]], [[0, 0], [0, 0]]])[0]; // [[10, -2], [-4, 0]]
 */
export const fft2 = /* @__PURE__ */ transformOp("FFT2", "fft2", 2, (x) => overBoth(x, -1));

/**
 * What {@link fft2} has made the given numbers of.
 *
 * - x: real and imaginary parts, `[..., m, n]` each
 * - output: the same
 *
 * @throws {ShapeError} when both parts do not have the same shape, or its last axes are not known.
 * @see {@link https://keras.io/api/ops/fft/#ifft2-function | keras.ops.ifft2}
 * @example
 * ifft2([[[10, -2], [-4, 0]], [[0, 0], [0, 0]]])[0]; // [[1, 2], [3, 4]]
 */
export const ifft2 = /* @__PURE__ */ transformOp("IFFT2", "ifft2", 2, (x) => {
  const count = x[0].shape.at(-1)! * x[0].shape.at(-2)!;
  const [re, im] = overBoth(x, 1);
  return [tf.div(re, count), tf.div(im, count)];
});

/**
 * Fourier transforms of real rows, of which the second half would mirror the first and is left out.
 *
 * - x: `[..., n]`, cut off or filled with zeros to `fftLength`
 * - output: real and imaginary parts, `[..., fftLength / 2 + 1]` each
 *
 * @throws {ShapeError} when the tensor is a scalar.
 * @see {@link https://keras.io/api/ops/fft/#rfft-function | keras.ops.rfft}
 * @example
 * rfft([1, 2, 3, 4])[1]; // [0, 2, 0]
 */
export const rfft = /* @__PURE__ */ defineOp<[x: Tensor], LengthOptions, [real: Tensor, imag: Tensor]>({
  className: "RFFT",
  module: "math",
  tensors: ["x"],
  options: { fftLength: null },
  call: (x, { fftLength }) => {
    checkLength("rfft", x.shape, fftLength);
    return [...realDft(toFloat(x), fftLength ?? x.shape.at(-1)!)];
  },
  spec: (x: unknown, { fftLength }: LengthOptions) => {
    const { shape, dtype } = specOf(x);
    checkLength("rfft", shape, fftLength);
    const size = fftLength ?? shape.at(-1)!;
    const half = spec([...shape.slice(0, -1), size === null ? null : Math.floor(size / 2) + 1], floatType(dtype));
    return [half, half];
  },
});

/**
 * What {@link rfft} has made the given numbers of.
 *
 * - x: real and imaginary parts, `[..., m]` each
 * - output: `[..., fftLength]`, by default `2 (m - 1)`
 *
 * @throws {ShapeError} when both parts do not have the same shape.
 * @see {@link https://keras.io/api/ops/fft/#irfft-function | keras.ops.irfft}
 * @example
 * irfft([[10, -2, -2], [0, 2, 0]]); // [1, 2, 3, 4]
 */
export const irfft = /* @__PURE__ */ defineOp<[x: readonly Tensor[]], LengthOptions, Tensor>({
  className: "IRFFT",
  module: "math",
  tensors: ["x"],
  options: { fftLength: null },
  raw: true,
  call: (x, { fftLength }) => {
    const parts = pairOf("irfft", x);
    checkLength("irfft", parts[0].shape, fftLength);
    return inverseRealDft(parts, fftLength ?? Math.max(0, 2 * (parts[0].shape.at(-1)! - 1)));
  },
  spec: (x: unknown, { fftLength }: LengthOptions) => {
    const { shape, dtype } = pairSpec("irfft", x);
    checkLength("irfft", shape, fftLength);
    const size = shape.at(-1)!;
    return spec([...shape.slice(0, -1), fftLength ?? (size === null ? null : 2 * (size - 1))], dtype);
  },
});

function transformOp(
  className: string,
  op: string,
  rank: number,
  f: (x: Complex) => Complex,
): Op<[x: readonly Tensor[]], object, [real: Tensor, imag: Tensor]> {
  const check = (shape: Shape): void => {
    if (shape.length < rank) throw shapeError(op, `the tensors must have rank ${rank} or more`, shape);
    if (shape.slice(-rank).includes(null))
      throw shapeError(op, rank === 1 ? "the last axis must be known" : "the last two axes must be known", shape);
  };
  return defineOp<[x: readonly Tensor[]], object, [real: Tensor, imag: Tensor]>({
    className,
    module: "math",
    tensors: ["x"],
    raw: true,
    call: (x) => {
      const parts = pairOf(op, x);
      check(parts[0].shape);
      const [re, im] = f(parts);
      return [re, im];
    },
    spec: (x: unknown) => {
      const own = pairSpec(op, x);
      check(own.shape);
      return [own, own];
    },
  });
}

/** The transform of all columns of the transforms of all rows. */
function overBoth(x: Complex, sign: 1 | -1): Complex {
  const rank = x[0].rank;
  const order = x[0].shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  const flipped = (parts: Complex): Complex => [tf.transpose(parts[0], order), tf.transpose(parts[1], order)];
  return flipped(dft(flipped(dft(x, sign)), sign));
}

/** Real and imaginary parts, as float32 tensors of one shape. */
export function pairOf(op: string, x: unknown): Complex {
  pairSpec(op, x);
  const [re, im] = (x as readonly TensorLike[]).map((one) => toFloat(asTensor(op, one)));
  return [re!, im!];
}

/** What a pair of tensors has in common. */
export function pairSpec(op: string, x: unknown): TensorSpec {
  if (!Array.isArray(x) || x.length !== 2)
    throw argumentError(op, "x", "be a list of two tensors, real and imaginary parts", x);
  const [re, im] = x.map(specOf) as [ReturnType<typeof specOf>, ReturnType<typeof specOf>];
  if (!sameShape(re.shape, im.shape))
    throw shapeError(op, "real and imaginary parts must have the same shape", [re.shape, im.shape]);
  return spec(re.shape, floatType(re.dtype, im.dtype));
}

function checkLength(op: string, shape: Shape, fftLength: number | null): void {
  if (shape.length === 0) throw shapeError(op, "the tensor must have rank 1 or more", shape);
  if (fftLength !== null && (!Number.isInteger(fftLength) || fftLength < 1))
    throw argumentError(op, "fftLength", "be a positive integer", fftLength);
}
