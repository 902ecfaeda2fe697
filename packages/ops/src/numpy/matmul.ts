import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { product } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { broadcastShapes, shapeError, spec, specOf } from "../_spec.ts";
import { resultType } from "../dtypes.ts";
import { spread } from "./_select.ts";

/**
 * Matrix product over the last two axes; the axes before them broadcast. A vector stands for a row on the left and a
 * column on the right.
 *
 * - x1: `[..., m, k]`
 * - x2: `[..., k, n]`
 * - output: `[..., m, n]`
 *
 * @throws {ShapeError} when the inner sizes differ.
 * @see {@link https://keras.io/api/ops/numpy/#matmul-function | keras.ops.matmul}
 * @example
 * matmul([[1, 2], [3, 4]], [[1, 0], [0, 1]]); // [[1, 2], [3, 4]]
 */
export const matmul = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Matmul",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1: Tensor, x2: Tensor) => {
    const shape = productShape(x1.shape, x2.shape);
    const dtype = resultType(x1.dtype as "float32", x2.dtype as "float32");
    return as(multiply(toFloat(x1), toFloat(x2), shape as number[]), dtype);
  },
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    return spec(productShape(a.shape, b.shape), a.dtype, b.dtype);
  },
});

/** Matrix product of float tensors whose shapes fit. */
function multiply(x1: Tensor, x2: Tensor, shape: number[]): Tensor {
  const a = x1.rank === 1 ? tf.reshape(x1, [1, -1]) : x1;
  const b = x2.rank === 1 ? tf.reshape(x2, [-1, 1]) : x2;
  if (a.rank === 2 && b.rank === 2 && shape.length === 2) return tf.matMul(a, b);
  const [k, n] = b.shape.slice(-2) as [number, number];
  // one matrix for all: the rows of the left side are one long matrix
  if (b.rank === 2) {
    const rows = product(a.shape.slice(0, -1))!;
    return tf.reshape(tf.matMul(tf.reshape(a, [rows, k]), b), shape);
  }
  const batch = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[];
  const m = a.shape.at(-2)!;
  return tf.reshape(tf.matMul(spread(a, [...batch, m, k]), spread(b, [...batch, k, n])), shape);
}

function productShape(a: Shape, b: Shape): (number | null)[] {
  if (a.length === 0 || b.length === 0)
    throw shapeError("matmul", "both tensors must have an axis", [a, b], "Use `multiply` for scalars.");
  const left = a.length === 1 ? [1, a[0]!] : a;
  const right = b.length === 1 ? [b[0]!, 1] : b;
  const [inner, other] = [left.at(-1)!, right.at(-2)!];
  if (inner !== null && other !== null && inner !== other) {
    const expected = `inner sizes must be equal, x1's last is ${inner} and x2's last but one ${other}`;
    throw shapeError("matmul", expected, [a, b]);
  }
  const batch = broadcastShapes("matmul", left.slice(0, -2), right.slice(0, -2));
  return [...batch, ...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
}
