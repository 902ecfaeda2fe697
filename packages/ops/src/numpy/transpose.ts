import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";

/**
 * The axes in another order, reversed unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#transpose-function | keras.ops.transpose}
 * @example
 * transpose([[1, 2], [3, 4]]); // [[1, 3], [2, 4]]
 */
export const transpose = /* @__PURE__ */ defineOp<[x: Tensor], { axes: readonly number[] | null }, Tensor>({
  className: "Transpose",
  module: "numpy",
  tensors: ["x"],
  options: { axes: null as readonly number[] | null },
  call: (x: Tensor, { axes }) => tf.transpose(x, orderOf(axes, x.rank)),
  spec: (x: unknown, { axes }: { axes: readonly number[] | null }) => {
    const { shape, dtype } = specOf(x);
    return spec(
      orderOf(axes, shape.length).map((axis) => shape[axis]!),
      dtype,
    );
  },
});

/**
 * Two axes in each other's place.
 *
 * @see {@link https://keras.io/api/ops/numpy/#swapaxes-function | keras.ops.swapaxes}
 * @example
 * swapaxes([[1, 2], [3, 4]], 0, 1); // [[1, 3], [2, 4]]
 */
export const swapaxes = /* @__PURE__ */ defineOp<[x: Tensor, axis1: number, axis2: number], object, Tensor>({
  className: "Swapaxes",
  module: "numpy",
  tensors: ["x"],
  settings: ["axis1", "axis2"],
  call: (x: Tensor, axis1: number, axis2: number) => tf.transpose(x, swapped(x.rank, axis1, axis2)),
  spec: (x: unknown, axis1: number, axis2: number) => {
    const { shape, dtype } = specOf(x);
    return spec(
      swapped(shape.length, axis1, axis2).map((axis) => shape[axis]!),
      dtype,
    );
  },
});

/**
 * Axes moved to other places; the rest keep their order.
 *
 * @see {@link https://keras.io/api/ops/numpy/#moveaxis-function | keras.ops.moveaxis}
 * @example
 * moveaxis(zeros([2, 3, 4]), 0, -1).shape; // [3, 4, 2]
 */
export const moveaxis = /* @__PURE__ */ defineOp<[x: Tensor, source: Places, destination: Places], object, Tensor>({
  className: "Moveaxis",
  module: "numpy",
  tensors: ["x"],
  settings: ["source", "destination"],
  call: (x: Tensor, source: Places, destination: Places) => tf.transpose(x, moved(x.rank, source, destination)),
  spec: (x: unknown, source: Places, destination: Places) => {
    const { shape, dtype } = specOf(x);
    return spec(
      moved(shape.length, source, destination).map((axis) => shape[axis]!),
      dtype,
    );
  },
});

type Places = number | readonly number[];

function orderOf(axes: readonly number[] | null, rank: number): number[] {
  if (axes === null) return Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const order = axes.map((axis) => frontAxis("transpose", axis, rank, "axes"));
  if (order.length !== rank || new Set(order).size !== rank)
    throw argumentError("transpose", "axes", `name each of the ${rank} axes once`, axes);
  return order;
}

function swapped(rank: number, axis1: number, axis2: number): number[] {
  const order = Array.from({ length: rank }, (_, i) => i);
  const [a, b] = [frontAxis("swapaxes", axis1, rank, "axis1"), frontAxis("swapaxes", axis2, rank, "axis2")];
  [order[a], order[b]] = [b, a];
  return order;
}

function moved(rank: number, source: Places, destination: Places): number[] {
  const from = [source].flat().map((axis) => frontAxis("moveaxis", axis, rank, "source"));
  const to = [destination].flat().map((axis) => frontAxis("moveaxis", axis, rank, "destination"));
  if (from.length !== to.length) throw argumentError("moveaxis", "destination", "be as long as `source`", destination);
  const rest = Array.from({ length: rank }, (_, i) => i).filter((axis) => !from.includes(axis));
  return Array.from({ length: rank }, (_, place) => (to.includes(place) ? from[to.indexOf(place)]! : rest.shift()!));
}
