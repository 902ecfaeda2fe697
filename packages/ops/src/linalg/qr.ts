import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { householder } from "./_householder.ts";
import { decompose, flipped, lowerMask, matricesOf } from "./_matrices.ts";
import { triangularSolution } from "./solve-triangular.ts";

type QrMode = "reduced" | "complete";

/**
 * Orthonormal columns `q` and an upper triangle `r` with `q r = x`.
 *
 * - x: `[..., m, n]`, and `k = min(m, n)`
 * - q: `[..., m, k]`, or `[..., m, m]` with `mode: "complete"`
 * - r: `[..., k, n]`, or `[..., m, n]` with `mode: "complete"`
 *
 * The gradient is that of a matrix of full rank; there is none of a complete `q` where `m > n`.
 *
 * @throws {ShapeError} when the rank is below 2.
 * @see {@link https://keras.io/api/ops/linalg/#qr-function | keras.ops.qr}
 * @example
 * qr([[0, 2], [1, 3]])[1]; // [[-1, -3], [0, -2]]
 */
export const qr = /* @__PURE__ */ defineOp<[x: Tensor], { mode: QrMode }, [q: Tensor, r: Tensor]>({
  className: "Qr",
  module: "linalg",
  tensors: ["x"],
  options: { mode: "reduced" as QrMode },
  call: (x, { mode }) => {
    checkMode(mode);
    const { rows, columns } = matricesOf("qr", x.shape);
    const width = mode === "complete" ? rows : Math.min(rows, columns);
    const [q, r] = decompose(toFloat(x), {
      shapes: [
        [rows, width],
        [width, columns],
      ],
      compute: (matrix) => {
        const all = householder(matrix, rows, columns);
        return [all.q.filter((_, at) => at % rows < width), all.r.subarray(0, width * columns)];
      },
      gradient: ([dq, dr], [q, r], matrices) => {
        if (width > columns)
          throw argumentError("qr", "mode", 'be "reduced" where rows outnumber columns, to take gradients', mode);
        return gradient(q!, r!, dq!, dr!, matrices);
      },
    });
    return [q!, r!];
  },
  spec: (x: unknown, { mode }: { mode: QrMode }) => {
    checkMode(mode);
    const { shape, dtype } = specOf(x);
    const { batch, rows, columns } = matricesOf("qr", shape);
    if (rows === null || columns === null) throw shapeError("qr", "the last two sizes must be known", shape);
    const width = mode === "complete" ? rows : Math.min(rows, columns);
    return [spec([...batch, rows, width], floatType(dtype)), spec([...batch, width, columns], floatType(dtype))];
  },
});

function checkMode(mode: unknown): void {
  if (mode !== "reduced" && mode !== "complete") throw argumentError("qr", "mode", 'be "reduced" or "complete"', mode);
}

/** @see {@link https://arxiv.org/abs/2009.10071 | Roberts and Roberts, 2020} */
function gradient(q: Tensor, r: Tensor, dq: Tensor, dr: Tensor, x: Tensor): Tensor {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  if (rows >= columns) return gradientOfTall(q, r, dq, dr);
  const [, right] = columnsAt(x, rows);
  const [square] = columnsAt(r, rows);
  const [dSquare, dRight] = columnsAt(dr, rows);
  const dLeft = gradientOfTall(q, square, tf.add(dq, tf.matMul(right, dRight, false, true)), dSquare);
  return tf.concat([dLeft, tf.matMul(q, dRight)], x.rank - 1);
}

function gradientOfTall(q: Tensor, r: Tensor, dq: Tensor, dr: Tensor): Tensor {
  const fromQ = tf.matMul(q, dq, true, false);
  const fromR = tf.matMul(r, dr, false, true);
  const both = tf.add(tf.sub(fromQ, flipped(fromQ)), tf.sub(fromR, flipped(fromR)));
  const below = tf.mul(both, lowerMask(r.shape.at(-1)!, 0));
  const within = tf.matMul(q, tf.add(dr, byInverse(below, r)));
  return tf.add(within, byInverse(tf.sub(dq, tf.matMul(q, fromQ)), r));
}

/** `x r⁻ᵀ` */
function byInverse(x: Tensor, r: Tensor): Tensor {
  return flipped(triangularSolution(r, flipped(x), false));
}

function columnsAt(x: Tensor, at: number): [left: Tensor, right: Tensor] {
  const [left, right] = tf.split(x, [at, x.shape.at(-1)! - at], x.rank - 1);
  return [left!, right!];
}
