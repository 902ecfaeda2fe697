import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxes, reducedShape } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";

interface MomentsOptions {
  keepdims: boolean;
  synchronized: boolean;
}

/**
 * Mean and variance over axes.
 *
 * @returns `mean` and `variance`, as a pair.
 * @see {@link https://keras.io/api/ops/nn/#moments-function | keras.ops.moments}
 * @example
 * moments([1, 3], [0])[1]; // 1
 */
export const moments = /* @__PURE__ */ defineOp<
  [x: Tensor, axes: number | readonly number[]],
  MomentsOptions,
  [mean: Tensor, variance: Tensor]
>({
  className: "Moments",
  module: "nn",
  tensors: ["x"],
  settings: ["axes"],
  options: { keepdims: false, synchronized: false },
  call: (x: Tensor, axes: number | readonly number[], { keepdims }): [mean: Tensor, variance: Tensor] => {
    const { mean, variance } = tf.moments(toFloat(x), frontAxes("moments", axes, x.rank), keepdims);
    return [mean, variance];
  },
  spec: (x: unknown, axes: number | readonly number[], { keepdims }: { keepdims: boolean }) => {
    const { shape, dtype } = specOf(x);
    const reduced = spec(reducedShape(shape, frontAxes("moments", axes, shape.length), keepdims), floatType(dtype));
    return [reduced, reduced];
  },
});
