import { defineOp, isTensor, type KerasTensor, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { product } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { spread } from "./_select.ts";

type Indexing = "xy" | "ij";

const names = ["x1", "x2", "x3", "x4", "x5", "x6"];

const meshgridOp = /* @__PURE__ */ defineOp<(Tensor | null)[], { indexing: Indexing }, Tensor[]>({
  className: "Meshgrid",
  module: "numpy",
  tensors: names,
  options: { indexing: "xy" },
  call: (...args: readonly unknown[]) => {
    const { indexing } = args.at(-1) as { indexing: Indexing };
    const lines = args.filter(isTensor).map((one) => tf.reshape(one, [-1]));
    const order = axesOf(lines.length, indexing);
    const shape = order.map((i) => lines[i]!.size);
    return lines.map((line, i) => {
      const along = shape.map((_, axis) => (order[axis] === i ? line.size : 1));
      return spread(tf.reshape(line, along), shape);
    });
  },
  spec: (...args: readonly unknown[]) => {
    const { indexing } = args.at(-1) as { indexing: Indexing };
    const specs = args
      .slice(0, names.length)
      .filter((one) => one !== null)
      .map(specOf);
    const shape = axesOf(specs.length, indexing).map((i) => product(specs[i]!.shape));
    return specs.map((one) => spec(shape, one.dtype));
  },
});

/**
 * The coordinates of a grid, from those along each axis: one tensor for each axis, all of the grid's shape.
 *
 * @param options `indexing`: `"xy"` (Cartesian, the default: the first two axes change places) or `"ij"` (matrix).
 * @see {@link https://keras.io/api/ops/numpy/#meshgrid-function | keras.ops.meshgrid}
 * @example
 * meshgrid([[1, 2], [3, 4]], { indexing: "ij" })[0]; // [[1, 1], [2, 2]]
 */
export const meshgrid = /* @__PURE__ */ Object.assign(grid, { definition: meshgridOp.definition });

function grid(x: readonly TensorLike[], options?: { readonly indexing?: Indexing }): Tensor[];
function grid(x: readonly (TensorLike | KerasTensor)[], options?: { readonly indexing?: Indexing }): KerasTensor[];
function grid(
  x: readonly (TensorLike | KerasTensor)[],
  { indexing = "xy" }: { readonly indexing?: Indexing } = {},
): Tensor[] | KerasTensor[] {
  if (indexing !== "xy" && indexing !== "ij") throw argumentError("meshgrid", "indexing", 'be "xy" or "ij"', indexing);
  if (!Array.isArray(x) || x.length === 0 || x.length > names.length)
    throw argumentError("meshgrid", "x", `be a list of 1 to ${names.length} tensors`, x);
  const padded = names.map((_, i) => x[i] ?? null) as Tensor[];
  return (meshgridOp as (...args: unknown[]) => Tensor[])(...padded, { indexing });
}

/** Which of the lines runs along each axis of the grid. */
function axesOf(count: number, indexing: Indexing): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  return indexing === "xy" && count > 1 ? order.with(0, 1).with(1, 0) : order;
}
