import type { Tensor, TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";

/**
 * The coordinates of a grid, from those along each axis: one tensor for each axis, all of the grid's shape.
 *
 * @param options `indexing`: `"xy"` (Cartesian, the default: the first two axes change places) or `"ij"` (matrix).
 * @see {@link https://keras.io/api/ops/numpy/#meshgrid-function | keras.ops.meshgrid}
 * @example
 * meshgrid([[1, 2], [3, 4]], { indexing: "ij" })[0]; // [[1, 1], [2, 2]]
 */
export function meshgrid(
  x: readonly TensorLike[],
  { indexing = "xy" }: { readonly indexing?: "xy" | "ij" } = {},
): Tensor[] {
  if (indexing !== "xy" && indexing !== "ij") throw argumentError("meshgrid", "indexing", 'be "xy" or "ij"', indexing);
  return tf.tidy(() => {
    const lines = x.map((one) => tf.reshape(asTensor("meshgrid", one), [-1]));
    const order = lines.map((_, i) => i);
    if (indexing === "xy" && order.length > 1) [order[0], order[1]] = [1, 0];
    const shape = order.map((i) => lines[i]!.size);
    return lines.map((line, i) => {
      const along = shape.map((_, axis) => (order[axis] === i ? line.size : 1));
      return tf.broadcastTo(tf.reshape(line, along), shape);
    }) as never;
  }) as Tensor[];
}
