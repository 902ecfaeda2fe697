import { defineOp, type Op, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { order } from "./_order.ts";
import { reduction } from "./_reduction.ts";
import { betweenPlaces, checkMethod, type QuantileMethod, type QuantileOptions, roundedPlaces } from "./quantiles.ts";
import { takeAlongAxis } from "./take.ts";

/**
 * The number below which a share `q` of what is not NaN along axes lies; NaN where there is nothing else.
 *
 * - q: shares in `[0, 1]`, of any shape, which comes first in the result
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanquantile}
 * @example
 * nanquantile([1, NaN, 3], 0.5); // 2
 */
export const nanquantile = /* @__PURE__ */ quantileOp("Nanquantile", 1);

/**
 * A {@link nanquantile} by percent.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanpercentile}
 * @example
 * nanpercentile([1, NaN, 3], 50); // 2
 */
export const nanpercentile = /* @__PURE__ */ quantileOp("Nanpercentile", 100);

/**
 * The element in the middle of what is not NaN along axes, or the mean of the two there.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanmedian}
 * @example
 * nanmedian([3, NaN, 1, 2]); // 2
 */
export const nanmedian = /* @__PURE__ */ reduction(
  "Nanmedian",
  (x, axes, keepdims) => quantiles(x, tf.scalar(0.5), axes, "linear", keepdims),
  floatType,
  { ofNothing: Number.NaN },
);

function quantileOp(className: string, whole: number): Op<[x: Tensor, q: Tensor], QuantileOptions, Tensor> {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor, q: Tensor], QuantileOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x", "q"],
    options: { axis: null as Axis, method: "linear", keepdims: false },
    call: (x, q, { axis, method, keepdims }) => {
      checkMethod(op, method);
      return quantiles(x, tf.div(toFloat(q), whole), frontAxes(op, axis, x.rank), method, keepdims);
    },
    spec: (x: unknown, q: unknown, { axis, keepdims }: QuantileOptions) => {
      const { shape, dtype } = specOf(x);
      const rest: Shape = reducedShape(shape, frontAxes(op, axis, shape.length), keepdims);
      return spec([...specOf(q).shape, ...rest], floatType(dtype));
    },
  });
}

function quantiles(x: Tensor, q: Tensor, axes: readonly number[], method: QuantileMethod, keepdims: boolean): Tensor {
  const free = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const count = axes.reduce((all, axis) => all * x.shape[axis]!, 1);
  const outer = free.reduce((all, axis) => all * x.shape[axis]!, 1);
  const rows = tf.reshape(tf.transpose(toFloat(x), [...free, ...axes]), [outer, count]);
  const sorted = takeAlongAxis(rows, order(rows, 1), { axis: 1 });
  // the last place of each row that is not NaN, as far as there is one
  const numbers = tf.sum(tf.cast(tf.logicalNot(tf.isNaN(rows)), "float32"), 1, true);
  const last = tf.maximum(tf.sub(numbers, 1), 0);
  const shares = tf.reshape(q, [1, q.size]);
  const found = tf.transpose(between(sorted, tf.mul(last, shares), last, method));
  return tf.reshape(found, [...q.shape, ...reducedShape(x.shape, axes, keepdims)] as number[]);
}

/** Values at places `[rows, shares]` between the sorted elements of rows. */
function between(sorted: Tensor, places: Tensor, last: Tensor, method: QuantileMethod): Tensor {
  const at = (round: (place: number) => number): Tensor => {
    const index = tf.minimum(roundedPlaces(places, round), tf.cast(last, "int32"));
    return takeAlongAxis(sorted, index, { axis: 1 });
  };
  return betweenPlaces(places, at, method);
}
