import { defineOp, type Op, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, spec, specOf } from "../_spec.ts";
import { order } from "./_order.ts";
import { reduction } from "./_reduction.ts";
import { select } from "./_select.ts";
import { takeAlongAxis } from "./take.ts";

export type QuantileMethod = "linear" | "lower" | "higher" | "midpoint" | "nearest";

export interface QuantileOptions {
  axis: Axis;
  method: QuantileMethod;
  keepdims: boolean;
}

type QuantileOp = Op<[x: Tensor, q: Tensor], QuantileOptions, Tensor>;

/**
 * The number below which a share `q` of the elements along axes lies; between two elements, by `method`.
 *
 * - q: shares in `[0, 1]`, of any shape, which comes first in the result
 *
 * @see {@link https://keras.io/api/ops/numpy/#quantile-function | keras.ops.quantile}
 * @example
 * quantile([1, 2, 3, 4], 0.5); // 2.5
 */
export const quantile = /* @__PURE__ */ quantileOp("Quantile", 1);

/**
 * A {@link quantile} by percent.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.percentile}
 * @example
 * percentile([1, 2, 3, 4], 50); // 2.5
 */
export const percentile = /* @__PURE__ */ quantileOp("Percentile", 100);

/**
 * The element in the middle along axes, or the mean of the two there.
 *
 * @see {@link https://keras.io/api/ops/numpy/#median-function | keras.ops.median}
 * @example
 * median([3, 1, 2]); // 2
 */
export const median = /* @__PURE__ */ reduction(
  "Median",
  (x, axes, keepdims) => quantiles(x, tf.scalar(0.5), axes, { method: "linear", keepdims }),
  floatType,
  { ofNothing: Number.NaN },
);

function quantileOp(className: string, whole: number): QuantileOp {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor, q: Tensor], QuantileOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x", "q"],
    options: { axis: null, method: "linear", keepdims: false },
    call: (x, q, { axis, method, keepdims }) => {
      checkMethod(op, method);
      return quantiles(x, tf.div(toFloat(q), whole), frontAxes(op, axis, x.rank), { method, keepdims });
    },
    spec: (x: unknown, q: unknown, { axis, keepdims }: QuantileOptions) => {
      const { shape, dtype } = specOf(x);
      const rest: Shape = reducedShape(shape, frontAxes(op, axis, shape.length), keepdims);
      return spec([...specOf(q).shape, ...rest], floatType(dtype));
    },
  });
}

export function checkMethod(op: string, method: string): void {
  if (!["linear", "lower", "higher", "midpoint", "nearest"].includes(method))
    throw argumentError(op, "method", 'be one of "linear", "lower", "higher", "midpoint", "nearest"', method);
}

/** Shares come as float32: a place that is whole but for their rounding is whole. */
export function nearbyPlace(place: number): number {
  const near = Math.round(place);
  return Math.abs(place - near) < 1e-5 ? near : place;
}

interface Manner {
  readonly method: QuantileMethod;
  readonly keepdims: boolean;
}

function quantiles(x: Tensor, q: Tensor, axes: readonly number[], { method, keepdims }: Manner): Tensor {
  const free = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const rest = free.map((axis) => x.shape[axis]!);
  const count = axes.reduce((all, axis) => all * x.shape[axis]!, 1);
  const rows = tf.reshape(tf.transpose(toFloat(x), [...free, ...axes]), [...rest, count]);
  const sorted = takeAlongAxis(rows, order(rows, rest.length), { axis: -1 });
  const shares = tf.unstack(tf.reshape(q, [-1]));
  const found = shares.map((share) => between(sorted, tf.mul(share, count - 1), method));
  // NaN is sorted to the end: where there is one, nothing lies in its order
  const last = tf.gather(sorted, tf.scalar(count - 1, "int32"), rest.length);
  const stacked = select(tf.isNaN(last), tf.scalar(Number.NaN), tf.stack(found, 0));
  const kept = keepdims ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) : rest;
  return tf.reshape(stacked, [...q.shape, ...kept]);
}

/** The value at a place between two sorted elements. */
function between(sorted: Tensor, exactPlace: Tensor, method: QuantileMethod): Tensor {
  const exact = nearbyPlace(exactPlace.dataSync()[0]!);
  const last = sorted.shape.at(-1)! - 1;
  const at = (i: number): Tensor => tf.gather(sorted, tf.scalar(Math.min(i, last), "int32"), sorted.rank - 1);
  const [below, above] = [Math.floor(exact), Math.ceil(exact)];
  switch (method) {
    case "lower":
      return at(below);
    case "higher":
      return at(above);
    case "nearest":
      return at(exact - below === 0.5 ? 2 * Math.round(exact / 2) : Math.round(exact));
    case "midpoint":
      return tf.mul(tf.add(at(below), at(above)), 0.5);
    default:
      return interpolated(at, below, exactPlace);
  }
}

/** Between two neighbours, so that the result moves with the place. */
function interpolated(at: (i: number) => Tensor, below: number, place: Tensor): Tensor {
  const [first, rest] = [at(below), tf.sub(place, below)];
  return tf.add(first, tf.mul(tf.sub(at(below + 1), first), rest));
}
