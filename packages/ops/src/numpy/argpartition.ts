import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { partition } from "./_partition.ts";

interface PartitionOptions {
  axis: number | null;
}

/**
 * Indices that put the elements along an axis so that the one at `kth` is where it would be if all were sorted, none
 * before it is larger and none after it is smaller. They are not sorted otherwise.
 *
 * @see {@link https://keras.io/api/ops/numpy/#argpartition-function | keras.ops.argpartition}
 * @example
 * argpartition([3, 1, 2], 0); // [1, 0, 2]
 */
export const argpartition = /* @__PURE__ */ defineOp<[x: Tensor, kth: number], PartitionOptions, Tensor>({
  className: "Argpartition",
  module: "numpy",
  tensors: ["x"],
  settings: ["kth"],
  options: { axis: -1 as number | null },
  call: (x, kth, { axis }) => {
    partitioned(x.shape, kth, axis);
    if (axis === null) return partition(tf.reshape(x, [-1]), 0, kth);
    return partition(x, frontAxis("argpartition", axis, x.rank), kth);
  },
  spec: (x: unknown, kth: number, { axis }: PartitionOptions) => spec(partitioned(specOf(x).shape, kth, axis), "int32"),
});

function partitioned(shape: Shape, kth: number, axis: number | null): Shape {
  const size = axis === null ? product(shape) : shape[frontAxis("argpartition", axis, shape.length)]!;
  if (!Number.isInteger(kth) || (size !== null && (kth < -size || kth >= size)))
    throw argumentError("argpartition", "kth", `be an integer in [${-(size ?? 0)}, ${size ?? "size"})`, kth);
  return axis === null ? [size] : shape;
}
