import { defineOp, type KnownShape, type NDArray, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { numbersOf } from "../_numbers.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { spread } from "./_select.ts";

/** Null is a size that is not known, where only shapes are learnt. */
type Repeats = number | null | readonly (number | null)[];
type Counts = number | null | readonly number[] | Tensor | NDArray;

/**
 * The tensor repeated so many times along each axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/#tile-function | keras.ops.tile}
 * @example
 * tile([1, 2], 2); // [1, 2, 1, 2]
 */
export const tile = /* @__PURE__ */ defineOp<[x: Tensor, repeats: Repeats], object, Tensor>({
  className: "Tile",
  module: "numpy",
  tensors: ["x"],
  settings: ["repeats"],
  call: (x: Tensor, repeats: Repeats) => {
    const { shape, times } = tiling(x.shape, repeats);
    if (times.includes(null)) throw argumentError("tile", "repeats", "be non-negative integers", repeats);
    return tf.tile(tf.reshape(x, shape as number[]), times as number[]);
  },
  spec: (x: unknown, repeats: Repeats) => {
    const { shape, times } = tiling(specOf(x).shape, repeats);
    return spec(
      shape.map((size, axis) => (size === null || times[axis] === null ? null : size * times[axis]!)),
      specOf(x).dtype,
    );
  },
});

/**
 * Each element repeated along an axis, all of them so many times or each its own number of times; of the flattened
 * tensor unless an axis is given.
 *
 * @see {@link https://keras.io/api/ops/numpy/#repeat-function | keras.ops.repeat}
 * @example
 * repeat([1, 2], 2); // [1, 1, 2, 2]
 * repeat([1, 2], [1, 2]); // [1, 2, 2]
 */
export const repeat = /* @__PURE__ */ defineOp<[x: Tensor, repeats: Counts], { axis: number | null }, Tensor>({
  className: "Repeat",
  module: "numpy",
  tensors: ["x"],
  settings: ["repeats"],
  options: { axis: null as number | null },
  call: (x: Tensor, repeats: Counts, { axis }) => {
    const source = axis === null ? tf.reshape(x, [-1]) : x;
    const along = axis === null ? 0 : frontAxis("repeat", axis, x.rank);
    const size = source.shape[along]!;
    const counts = countsOf(repeats, size);
    const indices = counts.flatMap((count, i) => Array<number>(count).fill(i));
    return tf.gather(source, tf.tensor1d(indices, "int32"), along);
  },
  spec: (x: unknown, repeats: Counts, { axis }: { axis: number | null }) => {
    const own = specOf(x);
    const shape = axis === null ? [product(own.shape)] : [...own.shape];
    const along = axis === null ? 0 : frontAxis("repeat", axis, shape.length);
    const size = shape[along]!;
    shape[along] =
      size === null || repeats === null ? null : countsOf(repeats, size).reduce((sum, count) => sum + count, 0);
    return spec(shape, own.dtype);
  },
});

/**
 * The tensor spread over a larger shape, to which it must broadcast.
 *
 * @throws {ShapeError} when it does not.
 * @see {@link https://keras.io/api/ops/numpy/#broadcastto-function | keras.ops.broadcast_to}
 * @example
 * broadcastTo([1, 2], [2, 2]); // [[1, 2], [1, 2]]
 */
export const broadcastTo = /* @__PURE__ */ defineOp<[x: Tensor, shape: Shape], object, Tensor>({
  className: "BroadcastTo",
  module: "numpy",
  tensors: ["x"],
  settings: ["shape"],
  call: (x: Tensor, shape: Shape) => {
    checkBroadcast(x.shape, shape);
    return shape.join() === x.shape.join() ? tf.clone(x) : spread(x, shape as KnownShape);
  },
  spec: (x: unknown, shape: Shape) => {
    checkBroadcast(specOf(x).shape, shape);
    return spec(shape, specOf(x).dtype);
  },
});

function tiling(shape: Shape, repeats: Repeats): { shape: Shape; times: (number | null)[] } {
  const times = [repeats].flat();
  if (times.some((count) => count !== null && (!Number.isInteger(count) || count < 0)))
    throw argumentError("tile", "repeats", "be non-negative integers", repeats);
  const missing = shape.length - times.length;
  if (missing >= 0) return { shape, times: [...Array<number>(missing).fill(1), ...times] };
  return { shape: [...Array<number>(-missing).fill(1), ...shape], times };
}

function countsOf(repeats: Counts, size: number): number[] {
  const counts = [numbersOf(repeats ?? Number.NaN)].flat();
  if (counts.length === 1) return Array<number>(size).fill(counts[0]!);
  if (counts.length !== size) throw argumentError("repeat", "repeats", `have one entry for each of ${size}`, repeats);
  return counts;
}

function checkBroadcast(shape: Shape, to: Shape): void {
  const offset = to.length - shape.length;
  const fits =
    offset >= 0 &&
    shape.every((size, i) => size === 1 || size === null || to[i + offset] === null || size === to[i + offset]);
  if (!fits) throw shapeError("broadcastTo", `the tensor must broadcast to [${to.join(", ")}]`, shape);
}
