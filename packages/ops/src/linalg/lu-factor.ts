import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { luFactors } from "./_lu.ts";
import { decompose, flipped, lowerMask, squareOf, unit } from "./_matrices.ts";
import { triangularSolution } from "./solve-triangular.ts";

/**
 * The triangles `L`, with ones on its diagonal, and `U` whose product is `x` with its rows in another order.
 *
 * @param x Square matrices, `[..., m, m]`.
 * @returns Both triangles in one matrix, and for each row of `x` its place in the product, int32 `[..., m]`.
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/linalg/#lufactor-function | keras.ops.lu_factor}
 * @example
 * luFactor([[1, 2], [2, 2]])[0]; // [[2, 2], [0.5, 1]]
 */
export const luFactor = /* @__PURE__ */ defineOp<[x: Tensor], object, [factors: Tensor, pivots: Tensor]>({
  className: "LuFactor",
  module: "linalg",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("luFactor", x.shape);
    const [factors, places] = decompose(toFloat(x), {
      shapes: [[size, size], [size]],
      compute: (matrix) => {
        const found = luFactors(matrix, size);
        const places = new Float64Array(size);
        found.rows.forEach((row, place) => {
          places[row] = place;
        });
        return [found.factors, places];
      },
      gradient: ([dy], [both, order]) => gradient(dy!, both!, order!, size),
    });
    return [factors!, as(places!, "int32")];
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    squareOf("luFactor", shape);
    return [spec(shape, floatType(dtype)), spec(shape.slice(0, -1), "int32")];
  },
});

/** `Pᵀ L⁻ᵀ (Φ(Lᵀ dL) + Ψ(dU Uᵀ)) U⁻ᵀ`, where `Φ` keeps what is below the diagonal and `Ψ` the rest. */
function gradient(dy: Tensor, both: Tensor, places: Tensor, size: number): Tensor {
  const below = lowerMask(size, 0);
  const above = tf.sub(1, below);
  const lower = tf.add(tf.mul(both, below), unit(size));
  const upper = tf.mul(both, above);
  const middle = tf.add(
    tf.mul(tf.matMul(lower, tf.mul(dy, below), true, false), below),
    tf.mul(tf.matMul(tf.mul(dy, above), upper, false, true), above),
  );
  const left = triangularSolution(flipped(lower), middle, false);
  const ordered = flipped(triangularSolution(upper, flipped(left), false));
  // row `i` of the gradient is the row of the product in which row `i` of x stands
  const permutation = tf.cast(tf.equal(tf.expandDims(places, -1), tf.range(0, size)), "float32");
  return tf.matMul(permutation, ordered);
}
