import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { startsOf } from "./slice.ts";

/**
 * The tensor with a block of it replaced: that which starts at the given indices and is shaped as `updates`.
 *
 * @throws {ShapeError} when the block reaches out of the tensor.
 * @see {@link https://keras.io/api/ops/core/#sliceupdate-function | keras.ops.slice_update}
 * @example
 * sliceUpdate([1, 2, 3], [1], [9]); // [1, 9, 3]
 */
export const sliceUpdate = /* @__PURE__ */ defineOp<
  [inputs: Tensor, startIndices: Tensor, updates: Tensor],
  object,
  Tensor
>({
  className: "SliceUpdate",
  module: "core",
  tensors: ["inputs", "start_indices", "updates"],
  call: (inputs: Tensor, startIndices: Tensor, updates: Tensor) => {
    const starts = startsOf(startIndices);
    const around: [number, number][] = inputs.shape.map((size, axis) => {
      const start = starts[axis] ?? -1;
      const after = size - start - (updates.shape[axis] ?? size + 1);
      if (start < 0 || after < 0) {
        const expected = `updates of shape [${updates.shape.join(", ")}] from [${starts.join(", ")}] must lie in the tensor`;
        throw shapeError("sliceUpdate", expected, inputs.shape);
      }
      return [start, after];
    });
    const inside = tf.pad(tf.ones(updates.shape, "int32"), around);
    const block = tf.pad(as(updates, inputs.dtype as "float32"), around);
    return tf.where(as(inside, "bool"), block, inputs);
  },
  spec: (inputs: unknown) => spec(specOf(inputs).shape, specOf(inputs).dtype),
});
