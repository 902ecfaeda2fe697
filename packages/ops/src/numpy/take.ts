import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as } from "../_operands.ts";
import { broadcastShapes, shapeError, spec, specOf } from "../_spec.ts";
import { fromFront, gather } from "./_gather.ts";
import { spread } from "./_select.ts";

type TakeAxis = number | null;

/**
 * The elements, or slices along an axis, at the given indices; negative ones count from the end. Of the flattened
 * tensor unless an axis is given.
 *
 * @throws {OptionError} for an index that is out of reach.
 * @see {@link https://keras.io/api/ops/numpy/#take-function | keras.ops.take}
 * @example
 * take([[1, 2], [3, 4]], [1, 0], 0); // [[3, 4], [1, 2]]
 */
export const take = /* @__PURE__ */ defineOp<[x: Tensor, indices: Tensor], { axis: TakeAxis }, Tensor>({
  className: "Take",
  module: "numpy",
  tensors: ["x", "indices"],
  options: { axis: null as TakeAxis },
  call: (x: Tensor, indices: Tensor, { axis }) => {
    const places = as(indices, "int32");
    return axis === null ? gather(tf.reshape(x, [-1]), places, 0) : gather(x, places, frontAxis("take", axis, x.rank));
  },
  spec: (x: unknown, indices: unknown, { axis }: { axis: TakeAxis }) => {
    const [own, places] = [specOf(x), specOf(indices)];
    if (axis === null) return spec(places.shape, own.dtype);
    return spec(own.shape.toSpliced(frontAxis("take", axis, own.shape.length), 1, ...places.shape), own.dtype);
  },
});

/**
 * For each index, the element there along the axis, all other places being the same: `y[i, j] = x[i, indices[i, j]]`.
 * In the flattened tensor unless an axis is given.
 *
 * @throws {ShapeError} when the ranks differ.
 * @throws {OptionError} for an index that is out of reach.
 * @see {@link https://keras.io/api/ops/numpy/#takealongaxis-function | keras.ops.take_along_axis}
 * @example
 * takeAlongAxis([[1, 2], [3, 4]], [[0], [1]], 1); // [[1], [4]]
 */
export const takeAlongAxis = /* @__PURE__ */ defineOp<[x: Tensor, indices: Tensor], { axis: TakeAxis }, Tensor>({
  className: "TakeAlongAxis",
  module: "numpy",
  tensors: ["x", "indices"],
  options: { axis: null as TakeAxis },
  call: (x: Tensor, indices: Tensor, { axis }) => {
    const places = as(indices, "int32");
    if (axis === null) {
      checkFlat(places.shape);
      const front = fromFront("takeAlongAxis", places, x.size);
      return tf.gather(tf.reshape(x, [-1]), front);
    }
    const along = frontAxis("takeAlongAxis", axis, x.rank);
    const shape = besides(x.shape, places.shape, along) as number[];
    return pick(spread(x, shape.with(along, x.shape[along]!)), spread(places, shape), along);
  },
  spec: (x: unknown, indices: unknown, { axis }: { axis: TakeAxis }) => {
    const [own, places] = [specOf(x), specOf(indices)];
    if (axis === null) {
      checkFlat(places.shape);
      return spec(places.shape, own.dtype);
    }
    return spec(besides(own.shape, places.shape, frontAxis("takeAlongAxis", axis, own.shape.length)), own.dtype);
  },
});

function checkFlat(shape: Shape): void {
  if (shape.length !== 1) throw shapeError("takeAlongAxis", "`indices` must be 1D if `axis` is null", shape);
}

/** The shape of the indices, off the axis broadcast with that of the tensor. */
function besides(shape: Shape, places: Shape, axis: number): Shape {
  if (shape.length !== places.length)
    throw shapeError("takeAlongAxis", "`x` and `indices` must have the same rank", [shape, places]);
  return broadcastShapes("takeAlongAxis", shape.with(axis, 1), places.with(axis, 1)).with(axis, places[axis]!);
}

/** Elements by their flat index, so that one gather and its gradient do. */
function pick(x: Tensor, places: Tensor, axis: number): Tensor {
  const size = x.shape[axis]!;
  const inner = x.shape.slice(axis + 1).reduce((all, one) => all * one, 1);
  const outer = x.shape.slice(0, axis).reduce((all, one) => all * one, 1);
  const starts = tf.reshape(tf.range(0, outer * size * inner, size * inner || 1, "int32"), [outer, 1, 1]);
  const base = tf.add(starts, tf.reshape(tf.range(0, inner, 1, "int32"), [1, 1, inner]));
  const front = fromFront("takeAlongAxis", places, size);
  const steps = tf.mul(tf.reshape(front, [outer, places.shape[axis]!, inner]), tf.scalar(inner, "int32"));
  return tf.reshape(tf.gather(tf.reshape(x, [-1]), tf.reshape(tf.add(steps, base), [-1])), places.shape);
}
