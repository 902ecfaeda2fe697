import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, spec, specOf } from "../_spec.ts";
import { generalEigen } from "./_eigen.ts";
import { decompose, diagonalMatrix, eachMatrix, flipped, lowerMask, squareOf } from "./_matrices.ts";
import { symmetricEigen } from "./_symmetric-eigen.ts";

/**
 * Eigenvalues in increasing order, and orthonormal eigenvectors, of symmetric matrices, of which the lower triangle is
 * read: `x v = v diag(w)`.
 *
 * The gradient is one of the lower triangle, as in TensorFlow; that of the vectors is there where the eigenvalues differ.
 *
 * @param x Symmetric matrices, `[..., m, m]`.
 * @returns `w`, `[..., m]`, and `v`, `[..., m, m]`, whose columns are the vectors.
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/linalg/#eigh-function | keras.ops.eigh}
 * @example
 * eigh([[2, 1], [1, 2]])[0]; // [1, 3]
 */
export const eigh = /* @__PURE__ */ defineOp<[x: Tensor], object, [values: Tensor, vectors: Tensor]>({
  className: "Eigh",
  module: "linalg",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("eigh", x.shape);
    const [values, vectors] = decompose(toFloat(x), {
      shapes: [[size], [size, size]],
      compute: (matrix) => {
        const found = symmetricEigen(matrix, size);
        return [found.values, found.vectors];
      },
      gradient: ([dw, dv], [w, v]) => gradient(w!, v!, dw!, dv!, size),
    });
    return [values!, vectors!];
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    squareOf("eigh", shape);
    return [spec(shape.slice(0, -1), floatType(dtype)), spec(shape, floatType(dtype))];
  },
});

/** @see {@link https://people.maths.ox.ac.uk/gilesm/files/NA-08-01.pdf | Giles, 2008} */
function gradient(w: Tensor, v: Tensor, dw: Tensor, dv: Tensor, size: number): Tensor {
  const gaps = tf.sub(tf.expandDims(w, -2), tf.expandDims(w, -1));
  const same = tf.equal(gaps, 0);
  const inverse = tf.where(same, tf.zerosLike(gaps), tf.div(1, tf.where(same, tf.onesLike(gaps), gaps)));
  const middle = tf.add(diagonalMatrix(dw), tf.mul(inverse, tf.matMul(v, dv, true, false)));
  const whole = tf.matMul(tf.matMul(v, middle), v, false, true);
  return tf.mul(tf.add(whole, flipped(whole)), lowerMask(size, 0.5));
}

/**
 * Eigenvalues and eigenvectors of length 1, of any square matrices of real numbers: `x v = v diag(w)`. Both are complex;
 * the largest element of each vector is real and positive. They have no gradient.
 *
 * @param x Square matrices, `[..., m, m]`.
 * @returns `w`, `[..., m]`, and `v`, `[..., m, m]`, whose columns are the vectors.
 * @throws {ShapeError} when a matrix is not square.
 * @throws {OptionError} when an element is NaN or infinite.
 * @see {@link https://keras.io/api/ops/linalg/#eig-function | keras.ops.eig}
 * @example
 * real(eig([[2, 1], [0, 3]])[0]); // [2, 3]
 */
export const eig = /* @__PURE__ */ defineOp<[x: Tensor], object, [values: Tensor, vectors: Tensor]>({
  className: "Eig",
  module: "linalg",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("eig", x.shape);
    const both = eachMatrix(toFloat(x), [size + 1, size, 2], (matrix) => valuesAndVectors(matrix, size));
    const at = (part: number): Tensor =>
      tf.squeeze(tf.slice(both, [...x.shape.map(() => 0), part], [...both.shape.slice(0, -1), 1]), [x.rank]);
    const [re, im] = [at(0), at(1)];
    const [valuesRe, vectorsRe] = tf.split(re, [1, size], x.rank - 2);
    const [valuesIm, vectorsIm] = tf.split(im, [1, size], x.rank - 2);
    const row = (one: Tensor): Tensor => tf.squeeze(one, [x.rank - 2]);
    return [tf.complex(row(valuesRe!), row(valuesIm!)), tf.complex(vectorsRe!, vectorsIm!)];
  },
  spec: (x: unknown) => {
    const { shape } = specOf(x);
    squareOf("eig", shape);
    return [
      { shape: shape.slice(0, -1), dtype: "complex64" },
      { shape, dtype: "complex64" },
    ];
  },
});

/** Pairs of real and imaginary parts: first of the values, then of the vectors, row by row. */
function valuesAndVectors(matrix: Float64Array, size: number): Float64Array {
  const found = generalEigen(matrix, size);
  if (!found) throw argumentError("eig", "x", "hold finite numbers", "NaN or an infinity");
  const { values, vectors } = found;
  const pairs = new Float64Array(2 * size * (size + 1));
  for (let k = 0; k < size; k++) {
    pairs[2 * k] = values.re[k]!;
    pairs[2 * k + 1] = values.im[k]!;
  }
  for (let k = 0; k < size * size; k++) {
    pairs[2 * (size + k)] = vectors.re[k]!;
    pairs[2 * (size + k) + 1] = vectors.im[k]!;
  }
  return pairs;
}
