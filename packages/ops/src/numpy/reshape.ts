import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { product } from "../_axes.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

/**
 * The same elements under another shape, of which one size may be -1 (or null): whatever is left.
 *
 * @throws {ShapeError} when the numbers of elements differ.
 * @see {@link https://keras.io/api/ops/numpy/#reshape-function | keras.ops.reshape}
 * @example
 * reshape([[1, 2], [3, 4]], [-1]); // [1, 2, 3, 4]
 */
export const reshape = /* @__PURE__ */ defineOp<[x: Tensor, newshape: Shape | number], object, Tensor>({
  className: "Reshape",
  module: "numpy",
  tensors: ["x"],
  settings: ["newshape"],
  call: (x: Tensor, newshape: Shape | number) => tf.reshape(x, reshaped("reshape", x.shape, newshape) as number[]),
  spec: (x: unknown, newshape: Shape | number) => {
    const { shape, dtype } = specOf(x);
    return spec(reshaped("reshape", shape, newshape), dtype);
  },
});

/**
 * All elements in one axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/#ravel-function | keras.ops.ravel}
 * @example
 * ravel([[1, 2], [3, 4]]); // [1, 2, 3, 4]
 */
export const ravel = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Ravel",
  module: "numpy",
  tensors: ["x"],
  call: (x: Tensor) => tf.reshape(x, [-1]),
  spec: (x: unknown) => spec([product(specOf(x).shape)], specOf(x).dtype),
});

/** The shape that `newshape` stands for: a known total settles the size that is left open. */
export function reshaped(op: string, shape: Shape, newshape: Shape | number): (number | null)[] {
  const wanted = (typeof newshape === "number" ? [newshape] : newshape).map((size) => (size === -1 ? null : size));
  if (wanted.some((size) => size !== null && (!Number.isInteger(size) || size < 0)))
    throw argumentError(op, "newshape", "be a list of sizes, one of them -1 at most", newshape);
  const total = product(shape);
  const open = wanted.filter((size) => size === null).length;
  const known = wanted.reduce<number>((all, size) => all * (size ?? 1), 1);
  if (total === null) return wanted;
  const rest = total / known;
  if (open === 0 ? total !== known : known === 0 ? total !== 0 : !Number.isInteger(rest)) {
    const expected = `the ${total} elements of shape [${shape.join(", ")}] must fill the new one of ${open ? `a multiple of ${known}` : known} elements`;
    throw shapeError(op, expected, newshape);
  }
  if (open > 1) throw argumentError(op, "newshape", "leave one size open at most", newshape);
  return wanted.map((size) => size ?? (known === 0 ? 0 : rest));
}
