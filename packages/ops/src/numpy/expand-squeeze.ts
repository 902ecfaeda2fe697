import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes } from "../_axes.ts";
import { shapeError, spec, specOf } from "../_spec.ts";

/**
 * New axes of size 1 at the given places of the result.
 *
 * @see {@link https://keras.io/api/ops/numpy/#expanddims-function | keras.ops.expand_dims}
 * @example
 * expandDims([1, 2], 0); // [[1, 2]]
 */
export const expandDims = /* @__PURE__ */ defineOp<[x: Tensor, axis: number | readonly number[]], object, Tensor>({
  className: "ExpandDims",
  module: "numpy",
  tensors: ["x"],
  settings: ["axis"],
  call: (x: Tensor, axis: number | readonly number[]) => tf.reshape(x, expanded(x.shape, axis) as number[]),
  spec: (x: unknown, axis: number | readonly number[]) => spec(expanded(specOf(x).shape, axis), specOf(x).dtype),
});

/**
 * Without axes of size 1: those given, or all of them.
 *
 * @throws {ShapeError} when a given axis has another size.
 * @see {@link https://keras.io/api/ops/numpy/#squeeze-function | keras.ops.squeeze}
 * @example
 * squeeze([[[1, 2]]]); // [1, 2]
 */
export const squeeze = /* @__PURE__ */ defineOp<[x: Tensor], { axis: Axis }, Tensor>({
  className: "Squeeze",
  module: "numpy",
  tensors: ["x"],
  options: { axis: null as Axis },
  call: (x: Tensor, { axis }) => tf.reshape(x, squeezed(x.shape, axis) as number[]),
  spec: (x: unknown, { axis }: { axis: Axis }) => spec(squeezed(specOf(x).shape, axis), specOf(x).dtype),
});

function expanded(shape: Shape, axis: number | readonly number[]): (number | null)[] {
  const rank = shape.length + [axis].flat().length;
  const places = frontAxes("expandDims", axis, rank);
  const sizes = [...shape];
  return Array.from({ length: rank }, (_, place) => (places.includes(place) ? 1 : sizes.shift()!));
}

function squeezed(shape: Shape, axis: Axis): (number | null)[] {
  if (axis === null) return shape.filter((size) => size !== 1);
  const places = frontAxes("squeeze", axis, shape.length);
  for (const place of places) {
    if (shape[place] !== 1) throw shapeError("squeeze", `axis ${place} must have size 1 to be squeezed`, shape);
  }
  return shape.filter((_, place) => !places.includes(place));
}
