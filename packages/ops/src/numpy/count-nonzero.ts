import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";

/**
 * Number of elements along axes that are not 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/#countnonzero-function | keras.ops.count_nonzero}
 * @example
 * countNonzero([[1, 0], [2, 3]], 1); // [1, 2]
 */
export const countNonzero = /* @__PURE__ */ defineOp<[x: Tensor], { axis: Axis }, Tensor>({
  className: "CountNonzero",
  module: "numpy",
  tensors: ["x"],
  options: { axis: null as Axis },
  call: (x: Tensor, { axis }) => {
    const axes = frontAxes("countNonzero", axis, x.rank);
    if (x.size === 0) return tf.zeros(reducedShape(x.shape, axes, false) as number[], "int32");
    return tf.sum(as(tf.notEqual(x, tf.zeros([], x.dtype)), "int32"), axes);
  },
  spec: (x: unknown, { axis }: { axis: Axis }) => {
    const { shape } = specOf(x);
    return spec(reducedShape(shape, frontAxes("countNonzero", axis, shape.length), false), "int32");
  },
});
