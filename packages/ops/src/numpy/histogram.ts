import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { extreme } from "./_extremes.ts";

interface HistogramOptions {
  /** Number of bins. */
  bins: number;
  /** Where the first bin begins and the last ends: with the smallest and the largest element where null. */
  range: readonly [number, number] | null;
}

/**
 * How many elements of a vector lie in each of equally wide bins, and the bounds of those. Each bin holds its lower bound,
 * the last one the upper too; elements out of range count nowhere. The bounds have a gradient where they follow the
 * elements.
 *
 * - x: `[n]`
 * - output: counts, `[bins]`, and bounds, `[bins + 1]`, both in the dtype of `x`
 *
 * @throws {ShapeError} when the tensor has more than one axis.
 * @throws {OptionError} when the range ends before it begins.
 * @see {@link https://keras.io/api/ops/numpy/#histogram-function | keras.ops.histogram}
 * @example
 * histogram([1, 2, 2, 5], { bins: 2 })[0]; // [3, 1]
 */
export const histogram = /* @__PURE__ */ defineOp<[x: Tensor], HistogramOptions, [counts: Tensor, edges: Tensor]>({
  className: "Histogram",
  module: "numpy",
  tensors: ["x"],
  options: { bins: 10, range: null },
  call: (x, { bins, range }) => {
    check(x.shape, bins, range);
    const values = toFloat(x);
    const edges = as(bounds(values, bins, range), x.dtype as "int32");
    const counts = hostWork([values, edges], [bins], "float32", (all, inner) => {
      const found = new Float32Array(bins);
      for (const value of all!) if (value >= inner![0]! && value <= inner![bins]!) found[binOf(value, inner!, bins)]!++;
      return found;
    });
    return [as(counts, x.dtype as "int32"), edges];
  },
  spec: (x: unknown, { bins, range }: HistogramOptions) => {
    const { shape, dtype } = specOf(x);
    check(shape, bins, range);
    return [spec([bins], dtype), spec([bins + 1], dtype)];
  },
});

function check(shape: Shape, bins: number, range: readonly number[] | null): void {
  if (shape.length > 1) throw shapeError("histogram", "the tensor must have one axis", shape);
  if (!Number.isInteger(bins) || bins < 1) throw argumentError("histogram", "bins", "be a positive integer", bins);
  if (range !== null && (range.length !== 2 || !(range[0]! <= range[1]!)))
    throw argumentError("histogram", "range", "be two numbers, of which the second is not smaller", range);
}

function bounds(values: Tensor, bins: number, range: HistogramOptions["range"]): Tensor {
  const shares = tf.linspace(0, 1, bins + 1);
  const given = range ?? (values.size === 0 ? [0, 1] : null);
  const low = given ? tf.scalar(given[0]!, "float32") : extreme("min", tf.reshape(values, [-1]), [0], false);
  const high = given ? tf.scalar(given[1]!, "float32") : extreme("max", tf.reshape(values, [-1]), [0], false);
  return tf.add(tf.mul(low, tf.sub(1, shares)), tf.mul(high, shares));
}

/** How many of the bounds between bins a value reaches. */
function binOf(value: number, edges: ArrayLike<number>, bins: number): number {
  let [from, to] = [0, bins - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value >= edges[middle + 1]!) from = middle + 1;
    else to = middle;
  }
  return from;
}
