import { defineOp, type KnownShape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { shapeError, spec, specOf } from "../_spec.ts";

/**
 * The block of a tensor that starts at the given indices and has the given shape.
 *
 * @throws {ShapeError} when the block reaches out of the tensor.
 * @see {@link https://keras.io/api/ops/core/#slice-function | keras.ops.slice}
 * @example
 * slice([[1, 2], [3, 4]], [0, 1], [2, 1]); // [[2], [4]]
 */
export const slice = /* @__PURE__ */ defineOp<
  [inputs: Tensor, startIndices: Tensor, shape: KnownShape],
  object,
  Tensor
>({
  className: "Slice",
  module: "core",
  tensors: ["inputs", "start_indices"],
  settings: ["shape"],
  call: (inputs: Tensor, startIndices: Tensor, shape: KnownShape) => {
    const starts = startsOf(startIndices);
    const sizes = shape.map((size, axis) => (size === -1 ? inputs.shape[axis]! - starts[axis]! : size));
    const fits =
      starts.length === inputs.rank &&
      sizes.length === inputs.rank &&
      starts.every((start, axis) => start >= 0 && sizes[axis]! >= 0 && start + sizes[axis]! <= inputs.shape[axis]!);
    if (!fits) {
      const expected = `a block of shape [${sizes.join(", ")}] from [${starts.join(", ")}] must lie in the tensor`;
      throw shapeError("slice", expected, inputs.shape);
    }
    return tf.slice(inputs, starts, sizes);
  },
  spec: (inputs: unknown, _startIndices: unknown, shape: KnownShape) => {
    const own = specOf(inputs);
    const sizes = shape.map((size, axis) => (size === -1 ? (own.shape[axis] ?? null) : size));
    return spec(sizes, own.dtype);
  },
});

/** Indices that a tensor holds, which the host has to know. */
export function startsOf(indices: Tensor): number[] {
  return Array.from(indices.dataSync(), Number);
}
