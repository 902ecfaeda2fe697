import { defineOp, type Op, type Shape, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
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
  const found = between(sorted, tf.mul(tf.reshape(q, [-1]), count - 1), method);
  // NaN is sorted to the end: where there is one, nothing lies in its order
  const last = tf.gather(sorted, tf.scalar(count - 1, "int32"), rest.length);
  const stacked = select(tf.isNaN(last), tf.scalar(Number.NaN), tf.transpose(found, [rest.length, ...rest.keys()]));
  const kept = keepdims ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) : rest;
  return tf.reshape(stacked, [...q.shape, ...kept]);
}

/** Values at places between the sorted elements of the last axis: `[..., places]`. */
function between(sorted: Tensor, places: Tensor, method: QuantileMethod): Tensor {
  const most = sorted.shape.at(-1)! - 1;
  const at = (round: (place: number) => number): Tensor => {
    const index = roundedPlaces(places, (place) => Math.min(round(place), most));
    return tf.gather(sorted, index, sorted.rank - 1);
  };
  return betweenPlaces(places, at, method);
}

/** Places, rounded, and perhaps limited by a number for each. */
export function roundedPlaces(places: Tensor, round: (place: number, i: number) => number): Tensor {
  return hostWork([places], places.shape, "int32", (all) =>
    Int32Array.from(all!, (place, i) => round(nearbyPlace(place), i)),
  );
}

/** What `at` has at rounded places, put together by a method. */
export function betweenPlaces(
  places: Tensor,
  at: (round: (place: number) => number) => Tensor,
  method: QuantileMethod,
): Tensor {
  switch (method) {
    case "lower":
      return at(Math.floor);
    case "higher":
      return at(Math.ceil);
    case "nearest":
      return at((place) => (place % 1 === 0.5 ? 2 * Math.round(place / 2) : Math.round(place)));
    case "midpoint":
      return tf.mul(tf.add(at(Math.floor), at(Math.ceil)), 0.5);
    default: {
      const [low, high] = [at(Math.floor), at((place) => Math.floor(place) + 1)];
      // it moves with the place
      const rest = tf.sub(places, tf.cast(roundedPlaces(places, Math.floor), "float32"));
      return tf.add(low, tf.mul(tf.sub(high, low), rest));
    }
  }
}
