import { type DType, defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { as } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { order } from "./_order.ts";
import { takeAlongAxis } from "./take.ts";

type SortAxis = number | null;

/**
 * The elements in increasing order along an axis, of the flattened tensor where it is null; NaN comes last.
 *
 * @see {@link https://keras.io/api/ops/numpy/#sort-function | keras.ops.sort}
 * @example
 * sort([3, 1, 2]); // [1, 2, 3]
 */
export const sort = /* @__PURE__ */ defineOp<[x: Tensor], { axis: SortAxis }, Tensor>({
  className: "Sort",
  module: "numpy",
  tensors: ["x"],
  options: { axis: -1 as SortAxis },
  call: (x: Tensor, { axis }) => {
    const source = axis === null ? tf.reshape(x, [-1]) : x;
    const along = axis === null ? 0 : frontAxis("sort", axis, x.rank);
    return takeAlongAxis(source, order(source, along), { axis: along });
  },
  spec: (x: unknown, { axis }: { axis: SortAxis }) => {
    const { shape, dtype } = specOf(x);
    if (axis === null) return spec([product(shape)], dtype);
    frontAxis("sort", axis, shape.length);
    return spec(shape, dtype);
  },
});

/**
 * The indices that put the elements in increasing order along an axis; equal elements keep their order.
 *
 * @see {@link https://keras.io/api/ops/numpy/#argsort-function | keras.ops.argsort}
 * @example
 * argsort([3, 1, 2]); // [1, 2, 0]
 */
export const argsort = /* @__PURE__ */ defineOp<[x: Tensor], { axis: SortAxis }, Tensor>({
  className: "Argsort",
  module: "numpy",
  tensors: ["x"],
  options: { axis: -1 as SortAxis },
  call: (x: Tensor, { axis }) => {
    if (axis === null) return order(tf.reshape(x, [-1]), 0);
    if (x.rank === 0) return tf.zeros([], "int32");
    return order(x, frontAxis("argsort", axis, x.rank));
  },
  spec: (x: unknown, { axis }: { axis: SortAxis }) => {
    const { shape } = specOf(x);
    if (axis === null) return spec([product(shape)], "int32");
    if (shape.length > 0) frontAxis("argsort", axis, shape.length);
    return spec(shape, "int32");
  },
});

/**
 * The `k` largest elements along the last axis, largest first, and where they stand. Of equal elements the first comes
 * first.
 *
 * @returns `values` and `indices`, as a pair.
 * @throws {ShapeError} when there are fewer than `k`.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.top_k}
 * @example
 * topK([1, 3, 2], 2)[0]; // [3, 2]
 */
export const topK = /* @__PURE__ */ defineOp<
  [x: Tensor, k: number],
  { sorted: boolean },
  [values: Tensor, indices: Tensor]
>({
  className: "TopK",
  module: "math",
  tensors: ["x"],
  settings: ["k"],
  options: { sorted: true },
  call: (x: Tensor, k: number): [values: Tensor, indices: Tensor] => {
    checkK(x.shape.at(-1) ?? null, k, x.shape);
    const { values, indices } = tf.topk(x.dtype === "bool" ? as(x, "int32") : x, k);
    return [as(values, x.dtype as DType), indices];
  },
  spec: (x: unknown, k: number) => {
    const { shape, dtype } = specOf(x);
    checkK(shape.at(-1) ?? null, k, shape);
    const first = [...shape.slice(0, -1), k];
    return [spec(first, dtype), spec(first, "int32")];
  },
});

function checkK(size: number | null, k: number, shape: Shape): void {
  if (shape.length === 0) throw shapeError("topK", "the tensor must have an axis", shape);
  if (!Number.isInteger(k) || k < 0) throw argumentError("topK", "k", "be a non-negative integer", k);
  if (size !== null && k > size) throw shapeError("topK", `the last axis must have at least k = ${k} elements`, shape);
}
