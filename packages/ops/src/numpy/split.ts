import { defineOp, type NDArray, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { numbersOf } from "../_numbers.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

export type Parts = number | readonly number[] | Tensor | NDArray;

/**
 * A tensor cut along an axis: into so many equal parts, or before each of the given indices.
 *
 * @throws {ShapeError} when equal parts do not come out even.
 * @see {@link https://keras.io/api/ops/numpy/#split-function | keras.ops.split}
 * @example
 * split([1, 2, 3, 4], 2); // [[1, 2], [3, 4]]
 * split([1, 2, 3, 4], [1]); // [[1], [2, 3, 4]]
 */
export const split = /* @__PURE__ */ defineOp<[x: Tensor, indicesOrSections: Parts], { axis: number }, Tensor[]>({
  className: "Split",
  module: "numpy",
  tensors: ["x"],
  settings: ["indices_or_sections"],
  options: { axis: 0 },
  call: (x: Tensor, indicesOrSections: Parts, { axis }): Tensor[] => {
    const along = frontAxis("split", axis, x.rank);
    return cut(x, sizesOf("split", x.shape, indicesOrSections, along) as number[], along);
  },
  spec: (x: unknown, indicesOrSections: Parts, { axis }: { axis: number }) => {
    const { shape, dtype } = specOf(x);
    const along = frontAxis("split", axis, shape.length);
    const sizes = sizesOf("split", shape, indicesOrSections, along);
    return sizes.map((size) => spec(shape.with(along, size), dtype));
  },
});

/**
 * The slices along an axis, without it.
 *
 * @see {@link https://keras.io/api/ops/core/#unstack-function | keras.ops.unstack}
 * @example
 * unstack([[1, 2], [3, 4]]); // [[1, 2], [3, 4]]
 */
export const unstack = /* @__PURE__ */ defineOp<[x: Tensor], { num: number | null; axis: number }, Tensor[]>({
  className: "Unstack",
  module: "core",
  tensors: ["x"],
  options: { num: null as number | null, axis: 0 },
  call: (x: Tensor, { num, axis }): Tensor[] => {
    const along = frontAxis("unstack", axis, x.rank);
    unstackedSize(x.shape, num, along);
    return tf.unstack(x, along);
  },
  spec: (x: unknown, { num, axis }: { num: number | null; axis: number }) => {
    const { shape, dtype } = specOf(x);
    const along = frontAxis("unstack", axis, shape.length);
    return Array.from({ length: unstackedSize(shape, num, along) }, () => spec(shape.toSpliced(along, 1), dtype));
  },
});

/** The parts of a tensor; a single one is the tensor itself, of whose parts TensorFlow.js makes no gradient. */
export function cut(x: Tensor, sizes: number[], axis: number): Tensor[] {
  return sizes.length === 1 ? [tf.clone(x)] : tf.split(x, sizes, axis);
}

/** Sizes of the parts along the axis. */
export function sizesOf(op: string, shape: Shape, given: Parts, axis: number): (number | null)[] {
  const parts = numbersOf(given);
  const size = shape[axis]!;
  if (typeof parts === "number") {
    if (!Number.isInteger(parts) || parts < 1)
      throw argumentError(op, "indicesOrSections", "be a positive integer or a list of indices", parts);
    if (size !== null && size % parts !== 0)
      throw shapeError(op, `axis ${axis} must be divisible into ${parts} equal parts`, shape);
    return Array<number | null>(parts).fill(size === null ? null : size / parts);
  }
  const cuts = parts.map((cut) => (size === null ? cut : Math.min(Math.max(cut < 0 ? cut + size : cut, 0), size)));
  if (cuts.some((cut, i) => cut < (cuts[i - 1] ?? 0)))
    throw argumentError(op, "indicesOrSections", "be indices that do not decrease", parts);
  const ends = [...cuts, size];
  return ends.map((end, i) => (end === null ? null : Math.max(0, end - (cuts[i - 1] ?? 0))));
}

function unstackedSize(shape: Shape, num: number | null, axis: number): number {
  const size = shape[axis];
  if (size != null && num !== null && size !== num)
    throw argumentError("unstack", "num", `be the size ${size} of axis ${axis}`, num);
  const count = size ?? num;
  if (count == null) throw shapeError("unstack", `the size of axis ${axis} must be known, or \`num\` be given`, shape);
  return count;
}
