import { type KnownShape, type Shape, sizeOf, type Tensor } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { type ArgumentSpec, floatType, shapeError, spec, specOf } from "../_spec.ts";

/** The matrices of a tensor: its last two axes, and those before them. */
export interface Matrices<S extends Shape = Shape> {
  readonly batch: S;
  readonly rows: S[number];
  readonly columns: S[number];
}

/** @throws {ShapeError} when the rank is below 2. */
export function matricesOf<S extends Shape>(op: string, shape: S): Matrices<S> {
  if (shape.length < 2) throw shapeError(op, "the rank must be 2 or more: matrices", shape);
  // a slice of known sizes holds known sizes
  return { batch: shape.slice(0, -2) as unknown as S, rows: shape.at(-2)!, columns: shape.at(-1)! };
}

/** @throws {ShapeError} when the matrices are not square. A size that is not known is taken to fit. */
export function squareOf<S extends Shape>(op: string, shape: S): Matrices<S> {
  const found = matricesOf(op, shape);
  const { rows, columns } = found;
  if (rows !== columns && rows !== null && columns !== null)
    throw shapeError(op, "the last two axes must be those of a square matrix", shape);
  return found;
}

/** The spec of an op that gives a square matrix for one. */
export function squareSpec(op: string): (x: unknown) => { shape: Shape; dtype: ArgumentSpec["dtype"] } {
  return (x) => {
    const { shape, dtype } = specOf(x);
    squareOf(op, shape);
    return spec(shape, floatType(dtype));
  };
}

/** The results of a function of each matrix of a tensor, which is computed on the host in double precision. */
export interface Decomposition {
  /** Shapes of the results for one matrix. */
  readonly shapes: readonly KnownShape[];
  compute(matrix: Float64Array, rows: number, columns: number): readonly (Float64Array | readonly number[])[];
  /** The gradient of the matrices, from those of the results, the results and the matrices. */
  gradient(dys: readonly Tensor[], results: readonly Tensor[], x: Tensor): Tensor;
}

/** Applies a decomposition to all matrices of a tensor. */
export function decompose(x: Tensor, decomposition: Decomposition): Tensor[] {
  const batch = x.shape.slice(0, -2);
  const unpack = (packed: Tensor): Tensor[] => split(packed, batch, decomposition.shapes);
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    const value = packedResults(source, decomposition);
    (save as (tensors: Tensor[]) => void)([source, value]);
    const gradFunc = (dy: Tensor, [matrices, packed]: Tensor[]): Tensor => {
      // where the gradient is itself differentiated, the results have to be on the tape
      const results = isRecording() ? decompose(matrices!, decomposition) : unpack(packed!);
      return decomposition.gradient(unpack(dy), results, matrices!);
    };
    return { value, gradFunc };
  });
  return unpack(withGradient(x));
}

/** Whether what is computed now will be differentiated. */
export function isRecording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/** The result of a function of each matrix, all of whose results have the same shape; without a gradient. */
export function eachMatrix(
  x: Tensor,
  shape: KnownShape,
  compute: (matrix: Float64Array, rows: number, columns: number) => Float64Array | readonly number[],
): Tensor {
  const shapes = [shape];
  const batch = x.shape.slice(0, -2);
  return tf.reshape(packedResults(x, { shapes, compute: (...matrix) => [compute(...matrix)] }), [...batch, ...shape]);
}

/** The matrices of a tensor's values, one after another. */
export function matricesIn(values: HostValues, shape: KnownShape): Float64Array[] {
  const { batch, rows, columns } = matricesOf("matrices", shape);
  const data = Float64Array.from(values);
  const size = rows * columns;
  return Array.from({ length: sizeOf(batch) }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

function packedResults(x: Tensor, { shapes, compute }: Omit<Decomposition, "gradient">): Tensor {
  const { batch, rows, columns } = matricesOf("matrices", x.shape);
  const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  return hostWork([x], [...batch, total], "float32", (values) => {
    const packed = new Float32Array(sizeOf(batch) * total);
    let at = 0;
    for (const matrix of matricesIn(values!, x.shape)) {
      for (const part of compute(matrix, rows, columns)) {
        packed.set(part, at);
        at += part.length;
      }
    }
    return packed;
  });
}

function split(packed: Tensor, batch: KnownShape, shapes: readonly KnownShape[]): Tensor[] {
  let at = 0;
  return shapes.map((shape) => {
    const size = sizeOf(shape);
    const whole = size === packed.shape.at(-1);
    const begin = [...batch.map(() => 0), at];
    at += size;
    return tf.reshape(whole ? packed : tf.slice(packed, begin, [...batch, size]), [...batch, ...shape]);
  });
}

/** Matrices with rows for columns. */
export function flipped(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** The unit matrix of a size. */
export function unit(size: number): Tensor {
  return tf.eye(size) as Tensor;
}

/** Vectors as diagonal matrices. */
export function diagonalMatrix(values: Tensor): Tensor {
  return tf.mul(tf.expandDims(values, -1), unit(values.shape.at(-1)!));
}

/** 1 below the diagonal, a number on it, 0 above it. */
export function lowerMask(size: number, diagonal: number): Tensor {
  const mask = Float32Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i > j ? 1 : i === j ? diagonal : 0;
  });
  return tf.tensor(mask, [size, size], "float32");
}
