import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { frontAxis } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { cut, type Parts, sizesOf } from "./split.ts";

/**
 * A tensor cut along the second axis, or the first one of a vector.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.hsplit}
 * @example
 * hsplit([[1, 2], [3, 4]], 2)[0]; // [[1], [3]]
 */
export const hsplit = /* @__PURE__ */ splitting("Hsplit", (rank) => (rank === 1 ? 0 : 1));

/**
 * A tensor cut along the first axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.vsplit}
 * @example
 * vsplit([[1, 2], [3, 4]], 2)[0]; // [[1, 2]]
 */
export const vsplit = /* @__PURE__ */ splitting("Vsplit", () => 0);

/**
 * A tensor cut along the third axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.dsplit}
 * @example
 * dsplit([[[1, 2]]], 2)[1]; // [[[2]]]
 */
export const dsplit = /* @__PURE__ */ splitting("Dsplit", () => 2);

/**
 * A tensor cut along an axis into so many parts, the first ones longer by 1 where it does not come out even.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.array_split}
 * @example
 * arraySplit([1, 2, 3], 2)[0]; // [1, 2]
 */
export const arraySplit = /* @__PURE__ */ defineOp<[x: Tensor, indicesOrSections: Parts], { axis: number }, Tensor[]>({
  className: "ArraySplit",
  module: "numpy",
  tensors: ["x"],
  settings: ["indices_or_sections"],
  options: { axis: 0 },
  call: (x, parts, { axis }) => {
    const along = frontAxis("arraySplit", axis, x.rank);
    return cut(x, unevenSizes(x.shape, parts, along) as number[], along);
  },
  spec: (x: unknown, parts: Parts, { axis }: { axis: number }) => {
    const { shape, dtype } = specOf(x);
    const along = frontAxis("arraySplit", axis, shape.length);
    return unevenSizes(shape, parts, along).map((size) => spec(shape.with(along, size), dtype));
  },
});

function splitting(className: string, axisFor: (rank: number) => number) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor, indicesOrSections: Parts], object, Tensor[]>({
    className,
    module: "numpy",
    tensors: ["x"],
    settings: ["indices_or_sections"],
    call: (x, parts) => {
      const along = frontAxis(op, axisFor(x.rank), x.rank);
      return cut(x, sizesOf(op, x.shape, parts, along) as number[], along);
    },
    spec: (x: unknown, parts: Parts) => {
      const { shape, dtype } = specOf(x);
      const along = frontAxis(op, axisFor(shape.length), shape.length);
      return sizesOf(op, shape, parts, along).map((size) => spec(shape.with(along, size), dtype));
    },
  });
}

function unevenSizes(shape: Shape, parts: Parts, axis: number): (number | null)[] {
  if (typeof parts !== "number" || !Number.isInteger(parts) || parts < 1)
    throw argumentError("arraySplit", "indicesOrSections", "be a positive integer, of type `int`", parts);
  const size = shape[axis]!;
  if (size === null) return Array<number | null>(parts).fill(null);
  return Array.from({ length: parts }, (_, i) => Math.floor(size / parts) + (i < size % parts ? 1 : 0));
}
