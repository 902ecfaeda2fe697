import { defineOp, type Op, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { order } from "./_order.ts";
import { reduction } from "./_reduction.ts";
import { checkMethod, nearbyPlace, type QuantileMethod, type QuantileOptions } from "./quantiles.ts";
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
  const exact = Float64Array.from(places.dataSync(), nearbyPlace);
  const most = last.dataSync();
  const shares = places.shape[1]!;
  const at = (round: (place: number) => number): Tensor => {
    const index = Int32Array.from(exact, (place, i) => Math.min(round(place), most[Math.floor(i / shares)]!));
    return takeAlongAxis(sorted, tf.tensor(index, places.shape, "int32"), { axis: 1 });
  };
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
      const lower = tf.tensor(Float32Array.from(exact, Math.floor), places.shape);
      const low = at(Math.floor);
      return tf.add(
        low,
        tf.mul(
          tf.sub(
            at((place) => Math.floor(place) + 1),
            low,
          ),
          tf.sub(places, lower),
        ),
      );
    }
  }
}
