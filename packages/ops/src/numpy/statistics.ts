import { defineOp, type KerasTensor, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxes, frontAxis, reducedShape } from "../_axes.ts";
import { operands, toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { extreme } from "./_extremes.ts";
import { reduction } from "./_reduction.ts";

/**
 * Largest element along axes: {@link max} without an initial value.
 *
 * @see {@link https://keras.io/api/ops/numpy/#amax-function | keras.ops.amax}
 * @example
 * amax([[1, 4], [3, 2]], 0); // [3, 4]
 */
export const amax = /* @__PURE__ */ reduction("Amax", (x, axes, keepdims) => extreme("max", x, axes, keepdims), same, {
  ofNothing: null,
});

/**
 * Smallest element along axes: {@link min} without an initial value.
 *
 * @see {@link https://keras.io/api/ops/numpy/#amin-function | keras.ops.amin}
 * @example
 * amin([[1, 4], [3, 2]], 0); // [1, 2]
 */
export const amin = /* @__PURE__ */ reduction("Amin", (x, axes, keepdims) => extreme("min", x, axes, keepdims), same, {
  ofNothing: null,
});

/**
 * Distance from the smallest to the largest element along axes.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.ptp}
 * @example
 * ptp([[1, 4], [3, 2]], 1); // [3, 1]
 */
export const ptp = /* @__PURE__ */ reduction(
  "Ptp",
  (x, axes, keepdims) => tf.sub(extreme("max", x, axes, keepdims), extreme("min", x, axes, keepdims)),
  same,
  { ofNothing: Number.NEGATIVE_INFINITY },
);

const averageOp = /* @__PURE__ */ defineOp<[x: Tensor, weights: Tensor | null], { axis: number | null }, Tensor>({
  className: "Average",
  module: "numpy",
  tensors: ["x", "weights"],
  options: { axis: null },
  call: (x, weights, { axis }) => {
    const axes = frontAxes("average", axis, x.rank);
    if (weights === null) return tf.mean(toFloat(x), axes);
    checkWeights(x.shape, weights.shape, axis);
    const [values, shares] = operands("average", [x, weights], "float") as [Tensor, Tensor];
    if (values.rank === shares.rank) return tf.div(tf.sum(tf.mul(values, shares), axes), tf.sum(shares, axes));
    const along = values.shape.map((size, i) => (i === axes[0] ? size : 1));
    return tf.div(tf.sum(tf.mul(values, tf.reshape(shares, along)), axes), tf.sum(shares));
  },
  spec: (x: unknown, weights: unknown, { axis }: { axis: number | null }) => {
    const own = specOf(x);
    const shape = reducedShape(own.shape, frontAxes("average", axis, own.shape.length), false);
    if (weights === null) return spec(shape, floatType(own.dtype));
    const shares = specOf(weights);
    checkWeights(own.shape, shares.shape, axis);
    return spec(shape, own.dtype, shares.dtype, "float");
  },
});

/**
 * Mean over an axis in which each element counts by its weight: `Σ w · x / Σ w`.
 *
 * @throws {ShapeError} when the weights are neither shaped as `x` nor a vector along the axis.
 * @see {@link https://keras.io/api/ops/numpy/#average-function | keras.ops.average}
 * @example
 * average([1, 4], { weights: [3, 1] }); // 1.75
 */
export const average = /* @__PURE__ */ Object.assign(weightedMean, { definition: averageOp.definition });

interface AverageOptions<T> {
  readonly axis?: number | null;
  readonly weights?: T | null;
}

function weightedMean(x: TensorLike, options?: AverageOptions<TensorLike>): Tensor;
function weightedMean(x: TensorLike | KerasTensor, options?: AverageOptions<TensorLike | KerasTensor>): KerasTensor;
function weightedMean(
  x: TensorLike | KerasTensor,
  { axis = null, weights = null }: AverageOptions<TensorLike | KerasTensor> = {},
): Tensor | KerasTensor {
  return averageOp(x, weights, { axis });
}

interface DiffOptions {
  n: number;
  axis: number;
}

/**
 * Differences between neighbours along an axis, `n` times over.
 *
 * @see {@link https://keras.io/api/ops/numpy/#diff-function | keras.ops.diff}
 * @example
 * diff([1, 4, 9]); // [3, 5]
 */
export const diff = /* @__PURE__ */ defineOp<[a: Tensor], DiffOptions, Tensor>({
  className: "Diff",
  module: "numpy",
  tensors: ["a"],
  options: { n: 1, axis: -1 },
  call: (a, { n, axis }) => {
    checkTimes(n);
    const along = frontAxis("diff", axis, a.rank);
    return Array.from({ length: n }).reduce<Tensor>(
      (x) => neighbours(x, along, (after, before) => subtract(after, before)),
      tf.clone(a),
    );
  },
  spec: (a: unknown, { n, axis }: DiffOptions) => {
    checkTimes(n);
    const { shape, dtype } = specOf(a);
    const along = frontAxis("diff", axis, shape.length);
    const size = shape[along]!;
    return spec(shape.with(along, size === null ? null : Math.max(0, size - n)), dtype);
  },
});

interface TrapezoidOptions {
  x: TensorLike | null;
  dx: number;
  axis: number;
}

/**
 * Integral along an axis by the trapezoidal rule: `Σ (yᵢ + yᵢ₊₁) / 2 · Δx`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.trapezoid}
 * @example
 * trapezoid([1, 2, 3]); // 4
 */
export const trapezoid = /* @__PURE__ */ defineOp<[y: Tensor], TrapezoidOptions, Tensor>({
  className: "Trapezoid",
  module: "numpy",
  tensors: ["y"],
  options: { x: null, dx: 1, axis: -1 },
  call: (y, { x, dx, axis }) => {
    const values = toFloat(y);
    const along = frontAxis("trapezoid", axis, y.rank);
    const heights = tf.mul(neighbours(values, along, tf.add), 0.5);
    if (x === null) return tf.sum(tf.mul(heights, dx), along);
    const [places] = operands("trapezoid", [x], "float") as [Tensor];
    const steps = neighbours(places, frontAxis("trapezoid", places.rank === 1 ? 0 : axis, places.rank), tf.sub);
    const shape = places.rank === 1 ? heights.shape.map((size, i) => (i === along ? size : 1)) : steps.shape;
    return tf.sum(tf.mul(heights, tf.reshape(steps, shape)), along);
  },
  spec: (y: unknown, { axis }: TrapezoidOptions) => {
    const { shape, dtype } = specOf(y);
    return spec(shape.toSpliced(frontAxis("trapezoid", axis, shape.length), 1), floatType(dtype));
  },
});

/** A function of each element and the one before it along an axis. */
function neighbours(x: Tensor, axis: number, f: (after: Tensor, before: Tensor) => Tensor): Tensor {
  const size = Math.max(0, x.shape[axis]! - 1);
  const part = (from: number): Tensor =>
    tf.slice(
      x,
      x.shape.map((_, i) => (i === axis ? from : 0)),
      x.shape.with(axis, size),
    );
  return f(part(Math.min(1, x.shape[axis]!)), part(0));
}

function subtract(a: Tensor, b: Tensor): Tensor {
  return a.dtype === "bool" ? tf.notEqual(a, b) : tf.sub(a, b);
}

function same<T>(dtype: T): T {
  return dtype;
}

function checkTimes(n: number): void {
  if (!Number.isInteger(n) || n < 0) throw argumentError("diff", "n", "be a non-negative integer", n);
}

function checkWeights(shape: Shape, weights: Shape, axis: number | null): void {
  const agree = (a: number | null, b: number | null): boolean => a === null || b === null || a === b;
  if (weights.length === shape.length && shape.every((size, i) => agree(size, weights[i]!))) return;
  if (axis !== null && weights.length === 1 && agree(weights[0]!, shape.at(axis)!)) return;
  throw shapeError("average", "`weights` must be shaped as `x`, or as its axis", [shape, weights]);
}
