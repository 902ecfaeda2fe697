import { defineOp, type KnownShape, type Shape, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";

/**
 * The elements in reverse order along the second axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.fliplr}
 * @example
 * fliplr([[1, 2]]); // [[2, 1]]
 */
export const fliplr = /* @__PURE__ */ flipping("Fliplr", 1);

/**
 * The elements in reverse order along the first axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.flipud}
 * @example
 * flipud([[1], [2]]); // [[2], [1]]
 */
export const flipud = /* @__PURE__ */ flipping("Flipud", 0);

interface Rotation {
  k: number;
  axes: readonly number[];
}

/**
 * The tensor turned by right angles, `k` times, from the first of two axes toward the second.
 *
 * @see {@link https://keras.io/api/ops/numpy/#rot90-function | keras.ops.rot90}
 * @example
 * rot90([[1, 2], [3, 4]]); // [[2, 4], [1, 3]]
 */
export const rot90 = /* @__PURE__ */ defineOp<[array: Tensor], Rotation, Tensor>({
  className: "Rot90",
  module: "numpy",
  tensors: ["array"],
  options: { k: 1, axes: [0, 1] },
  call: (array, { k, axes }) => {
    const [first, second] = planeOf(axes, array.rank);
    const swapped = array.shape
      .map((_, i) => i)
      .with(first, second)
      .with(second, first);
    switch (((k % 4) + 4) % 4) {
      case 1:
        return tf.transpose(tf.reverse(array, [second]), swapped);
      case 2:
        return tf.reverse(array, [first, second]);
      case 3:
        return tf.reverse(tf.transpose(array, swapped), [second]);
      default:
        return tf.clone(array);
    }
  },
  spec: (array: unknown, { k, axes }: Rotation) => {
    const { shape, dtype } = specOf(array);
    const [first, second] = planeOf(axes, shape.length);
    return spec(k % 2 === 0 ? shape : shape.with(first, shape[second]!).with(second, shape[first]!), dtype);
  },
});

/**
 * Places in a tensor of the given shape, from their numbers in the flattened one: a list of indices for each axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.unravel_index}
 * @example
 * unravelIndex([5], [2, 3])[0]; // [1]
 */
export const unravelIndex = /* @__PURE__ */ defineOp<[indices: Tensor, shape: KnownShape], object, Tensor[]>({
  className: "UnravelIndex",
  module: "numpy",
  tensors: ["indices"],
  settings: ["shape"],
  call: (indices, shape) => {
    checkShape(shape);
    const total = shape.reduce((all, size) => all * size, 1);
    const numbers = as(indices, "int32");
    return shape.map((size, axis) => {
      const step = shape.slice(axis + 1).reduce((all, one) => all * one, 1);
      return hostWork([numbers], indices.shape, "int32", (given) =>
        Int32Array.from(given!, (i) => Math.floor((i < 0 ? i + total : i) / step) % size),
      );
    });
  },
  spec: (indices: unknown, shape: KnownShape) => {
    checkShape(shape);
    return shape.map(() => spec(specOf(indices).shape, "int32"));
  },
});

function flipping(className: string, axis: number) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    call: (x) => tf.reverse(x, [frontAxis(op, axis, x.rank)]),
    spec: (x: unknown) => {
      frontAxis(op, axis, specOf(x).shape.length);
      return spec(specOf(x).shape, specOf(x).dtype);
    },
  });
}

function planeOf(axes: readonly number[], rank: number): [number, number] {
  const [first, second] = axes.map((axis) => frontAxis("rot90", axis, rank, "axes"));
  if (axes.length !== 2 || first === second) throw argumentError("rot90", "axes", "name two axes", axes);
  return [first!, second!];
}

function checkShape(shape: Shape): void {
  if (shape.some((size) => size === null)) throw argumentError("unravelIndex", "shape", "hold known sizes", shape);
}
