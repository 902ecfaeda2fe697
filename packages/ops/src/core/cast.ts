import { type DType, defineOp, standardizeDType, type Tensor } from "@hornbeam/core";
import { complex, zeros } from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { specOf } from "../_spec.ts";

/**
 * The tensor in another dtype: to integers cut toward zero, to booleans by "is not 0". Doubles and halves are float32
 * and all integers int32 in this backend.
 *
 * @throws {OptionError} when there is no such dtype.
 * @see {@link https://keras.io/api/ops/core/#cast-function | keras.ops.cast}
 * @example
 * cast([1.7, -2.3], "int32"); // [1, -2]
 */
export const cast = /* @__PURE__ */ defineOp<[x: Tensor, dtype: DType], object, Tensor>({
  className: "Cast",
  module: "core",
  tensors: ["x"],
  settings: ["dtype"],
  call: (x: Tensor, dtype: DType) => {
    const known = standardizeDType(dtype, "call ops.cast");
    return known === "complex64" ? complex(toFloat(x), zeros(x.shape)) : as(x, known);
  },
  spec: (x: unknown, dtype: string) => ({ shape: specOf(x).shape, dtype: standardizeDType(dtype, "call ops.cast") }),
});
