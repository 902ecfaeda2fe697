import { type KnownShape, type Shape, sizeOf, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { broadcastShapes, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { matricesIn, squareOf } from "./_matrices.ts";

/** The shape of the solution of `a x = b`: that of `b`, with the axes of both before the last two. */
export function solutionSpec(op: string): (a: unknown, b: unknown) => { shape: Shape; dtype: string } {
  return (a, b) => {
    const [left, right] = [specOf(a), specOf(b)];
    return spec(solutionShape(op, left.shape, right.shape), floatType(left.dtype, right.dtype));
  };
}

function solutionShape(op: string, a: Shape, b: Shape): Shape {
  const { batch, rows } = squareOf(op, a);
  const vectors = b.length === a.length - 1;
  if (!vectors && b.length < 2) throw shapeError(op, "`b` must be vectors of the batch of `a`, or matrices", [a, b]);
  const given = vectors ? b.at(-1)! : b.at(-2)!;
  if (rows !== null && given !== null && rows !== given)
    throw shapeError(op, `\`b\` must have the ${rows} rows of \`a\``, [a, b]);
  const axes = vectors ? 1 : 2;
  return [...broadcastShapes(op, batch, b.slice(0, -axes)), ...b.slice(-axes)];
}

/** Solves with matrices on both sides, broadcast against each other; vectors become matrices of one column meanwhile. */
export function withRightSide(op: string, a: Tensor, b: Tensor, solve: (a: Tensor, b: Tensor) => Tensor): Tensor {
  solutionShape(op, a.shape, b.shape);
  const vectors = b.rank === a.rank - 1;
  const right = vectors ? tf.expandDims(toFloat(b), -1) : toFloat(b);
  const batch = broadcastShapes(op, a.shape.slice(0, -2), right.shape.slice(0, -2)) as number[];
  const x = solve(broadcast(toFloat(a), batch), broadcast(right, batch));
  return vectors ? tf.squeeze(x, [x.rank - 1]) : x;
}

function broadcast(x: Tensor, batch: readonly number[]): Tensor {
  const shape = [...batch, ...x.shape.slice(-2)];
  return shape.join() === x.shape.join() ? x : tf.broadcastTo(x, shape);
}

/** A function of each matrix of one tensor and the matrix in its place in another: of the shape of the second. */
export function eachPair(
  a: Tensor,
  b: Tensor,
  compute: (left: Float64Array, right: Float64Array, columns: number) => Float64Array,
  shape: KnownShape = b.shape,
): Tensor {
  return hostWork([a, b], shape, "float32", (first, second) => {
    const result = new Float32Array(sizeOf(shape));
    const [lefts, rights] = [matricesIn(first!, a.shape), matricesIn(second!, b.shape)];
    const size = lefts.length === 0 ? 0 : result.length / lefts.length;
    lefts.forEach((left, i) => {
      result.set(compute(left, rights[i]!, b.shape.at(-1)!), i * size);
    });
    return result;
  });
}
