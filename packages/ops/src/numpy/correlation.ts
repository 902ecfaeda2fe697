import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { operands, toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { clip } from "./elementwise.ts";

interface CorrelateOptions {
  mode: "valid" | "same" | "full";
}

/**
 * Correlation of two vectors: `y[k] = Σ a[n + k] · b[n]`, at the places where the shorter lies in the longer
 * (`"valid"`), at all where they meet (`"full"`), or as many in the middle as the longer has elements (`"same"`).
 *
 * @throws {ShapeError} when a tensor is no vector.
 * @see {@link https://keras.io/api/ops/numpy/#correlate-function | keras.ops.correlate}
 * @example
 * correlate([1, 2, 3], [0, 1]); // [2, 3]
 */
export const correlate = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], CorrelateOptions, Tensor>({
  className: "Correlate",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: { mode: "valid" },
  call: (x1, x2, { mode }) => {
    const [a, b] = operands("correlate", [x1, x2], "float") as [Tensor, Tensor];
    const size = correlated(a.shape, b.shape, mode)!;
    // a vector is as long as its kernel or longer: the other way round, the result is turned around
    if (b.size > a.size) return tf.reverse(sliding(b, a, { mode, size, up: true }), 0);
    return sliding(a, b, { mode, size, up: false });
  },
  spec: (x1: unknown, x2: unknown, { mode }: CorrelateOptions) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    return spec([correlated(a.shape, b.shape, mode)], floatType(a.dtype, b.dtype));
  },
});

interface Extent extends CorrelateOptions {
  readonly size: number;
  /** Whether the middle of an even surplus is nearer to the end. */
  readonly up: boolean;
}

function sliding(long: Tensor, short: Tensor, { mode, size, up }: Extent): Tensor {
  const around = mode === "valid" ? 0 : short.size - 1;
  const padded = tf.reshape(tf.pad(long, [[around, around]]), [1, -1, 1]) as tf.Tensor3D;
  const all = tf.reshape(tf.conv1d(padded, tf.reshape(short, [-1, 1, 1]) as tf.Tensor3D, 1, "valid"), [-1]);
  const surplus = all.size - size;
  return tf.slice(all, [up ? Math.ceil(surplus / 2) : Math.floor(surplus / 2)], [size]);
}

function correlated(first: Shape, second: Shape, mode: string): number | null {
  if (mode !== "valid" && mode !== "same" && mode !== "full")
    throw argumentError("correlate", "mode", 'be "valid", "same" or "full"', mode);
  for (const [name, shape] of [["x1", first] as const, ["x2", second] as const])
    if (shape.length !== 1 || shape[0] === 0)
      throw shapeError("correlate", `\`${name}\` must be a vector with elements`, shape);
  const [n, m] = [first[0]!, second[0]!];
  if (n === null || m === null) return null;
  if (mode === "full") return n + m - 1;
  return mode === "same" ? Math.max(n, m) : Math.abs(n - m) + 1;
}

/**
 * Correlation coefficients of the rows of a matrix, in `[-1, 1]`: covariances by both standard deviations. NaN for rows
 * that do not vary.
 *
 * - x: `[variables, observations]`, or `[observations]` of one variable
 * - output: `[variables, variables]`, or a scalar
 *
 * @throws {ShapeError} when the tensor has more than two axes.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.corrcoef}
 * @example
 * corrcoef([[1, 2, 3], [6, 4, 2]]); // [[1, -1], [-1, 1]]
 */
export const corrcoef = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Corrcoef",
  module: "numpy",
  tensors: ["x"],
  call: (x) => {
    const shape = coefficients(x.shape) as number[];
    if (x.rank === 0) return tf.scalar(Number.NaN);
    const rows = toFloat(x.rank === 1 ? tf.expandDims(x, 0) : x) as tf.Tensor2D;
    const centered = tf.sub(rows, tf.mean(rows, 1, true));
    const covariances = tf.div(tf.matMul(centered, centered, false, true), rows.shape[1] - 1);
    const variances = tf.div(tf.sum(tf.square(centered), 1, true), rows.shape[1] - 1);
    const deviations = tf.sqrt(variances);
    const ratio = tf.div(covariances, tf.matMul(deviations, deviations, false, true));
    return tf.reshape(clip(ratio, -1, 1), shape);
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    return spec(coefficients(shape), floatType(dtype));
  },
});

function coefficients(shape: Shape): Shape {
  if (shape.length > 2) throw shapeError("corrcoef", "the tensor must have rank 2 at most", shape);
  return shape.length === 2 ? [shape[0]!, shape[0]!] : [];
}
