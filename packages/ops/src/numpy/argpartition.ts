import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { order } from "./_order.ts";

interface PartitionOptions {
  axis: number | null;
}

/**
 * Indices that put the elements along an axis so that the one at `kth` is where it would be if all were sorted, none
 * before it is larger and none after it is smaller. Here all of them are sorted.
 *
 * @see {@link https://keras.io/api/ops/numpy/#argpartition-function | keras.ops.argpartition}
 * @example
 * take([3, 1, 2], argpartition([3, 1, 2], 0)); // [1, 2, 3]
 */
export const argpartition = /* @__PURE__ */ defineOp<[x: Tensor, kth: number], PartitionOptions, Tensor>({
  className: "Argpartition",
  module: "numpy",
  tensors: ["x"],
  settings: ["kth"],
  options: { axis: -1 as number | null },
  call: (x, kth, { axis }) => {
    partitioned(x.shape, kth, axis);
    return axis === null ? order(tf.reshape(x, [-1]), 0) : order(x, frontAxis("argpartition", axis, x.rank));
  },
  spec: (x: unknown, kth: number, { axis }: PartitionOptions) => spec(partitioned(specOf(x).shape, kth, axis), "int32"),
});

function partitioned(shape: Shape, kth: number, axis: number | null): Shape {
  const size = axis === null ? product(shape) : shape[frontAxis("argpartition", axis, shape.length)]!;
  if (!Number.isInteger(kth) || (size !== null && (kth < -size || kth >= size)))
    throw argumentError("argpartition", "kth", `be an integer in [${-(size ?? 0)}, ${size ?? "size"})`, kth);
  return axis === null ? [size] : shape;
}
