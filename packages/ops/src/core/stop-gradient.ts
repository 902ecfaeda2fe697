import { defineOp, type Tensor } from "@hornbeam/core";
import { spec, specOf } from "../_spec.ts";
import { untracked } from "../_untracked.ts";

/**
 * The tensor as a constant: gradients end here.
 *
 * @see {@link https://keras.io/api/ops/core/#stopgradient-function | keras.ops.stop_gradient}
 * @example
 * stopGradient([1, 2]); // [1, 2]
 */
export const stopGradient = /* @__PURE__ */ defineOp<[variable: Tensor], object, Tensor>({
  className: "StopGradient",
  module: "core",
  tensors: ["variable"],
  call: (variable: Tensor) => untracked(variable),
  spec: (variable: unknown) => spec(specOf(variable).shape, specOf(variable).dtype),
});
