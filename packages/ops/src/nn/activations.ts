import { defineOp, type Tensor } from "@hornbeam/core";
import * as kernels from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary, sameUnary } from "../_define.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { rectify, rectify6 } from "./_rectify.ts";

const same = (x: unknown) => spec(specOf(x).shape, floatType(specOf(x).dtype));

/**
 * Rectified linear unit: `max(x, 0)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#relu-function | keras.ops.relu}
 * @example
 * relu([-1, 2]); // [0, 2]
 */
export const relu = /* @__PURE__ */ sameUnary("Relu", rectify, { bool: "int32", module: "nn" });

/**
 * ReLU that saturates at 6: `min(max(x, 0), 6)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#relu6-function | keras.ops.relu6}
 * @example
 * relu6([-1, 2, 7]); // [0, 2, 6]
 */
export const relu6 = /* @__PURE__ */ sameUnary("Relu6", rectify6, { bool: "int32", module: "nn" });

/**
 * ReLU with a slope below 0: `x` above and `negativeSlope · x` below.
 *
 * @see {@link https://keras.io/api/ops/nn/#leakyrelu-function | keras.ops.leaky_relu}
 * @example
 * leakyRelu([-1, 2]); // [-0.2, 2]
 */
export const leakyRelu = /* @__PURE__ */ defineOp<[x: Tensor], { negativeSlope: number }, Tensor>({
  className: "LeakyRelu",
  module: "nn",
  tensors: ["x"],
  options: { negativeSlope: 0.2 },
  call: (x: Tensor, { negativeSlope }) => tf.leakyRelu(toFloat(x), negativeSlope),
  spec: same,
});

/**
 * Exponential linear unit: `x` above 0 and `alpha · (eˣ - 1)` below.
 *
 * @see {@link https://arxiv.org/abs/1511.07289 | Clevert et al., 2016}
 * @see {@link https://keras.io/api/ops/nn/#elu-function | keras.ops.elu}
 * @example
 * elu([-1, 2]); // [-0.6321205, 2]
 */
export const elu = /* @__PURE__ */ defineOp<[x: Tensor], { alpha: number }, Tensor>({
  className: "Elu",
  module: "nn",
  tensors: ["x"],
  options: { alpha: 1 },
  call: (x: Tensor, { alpha }) => {
    const numbers = toFloat(x);
    if (alpha === 1) return tf.elu(numbers);
    return tf.add(rectify(numbers), tf.mul(tf.expm1(tf.minimum(numbers, 0)), alpha));
  },
  spec: same,
});

/**
 * Scaled ELU: `scale · elu(x, alpha)` with scale 1.0507 and alpha 1.6733, which keeps mean and variance.
 *
 * @see {@link https://arxiv.org/abs/1706.02515 | Klambauer et al., 2017}
 * @see {@link https://keras.io/api/ops/nn/#selu-function | keras.ops.selu}
 * @example
 * selu([0, 1]); // [0, 1.050701]
 */
export const selu = /* @__PURE__ */ floatUnary("Selu", tf.selu, "nn");

/**
 * Gaussian error linear unit: `x · Φ(x)`, by its tanh approximation unless `approximate` is false.
 *
 * @see {@link https://arxiv.org/abs/1606.08415 | Hendrycks and Gimpel, 2016}
 * @see {@link https://keras.io/api/ops/nn/#gelu-function | keras.ops.gelu}
 * @example
 * gelu([0, 1]); // [0, 0.841192]
 */
export const gelu = /* @__PURE__ */ defineOp<[x: Tensor], { approximate: boolean }, Tensor>({
  className: "Gelu",
  module: "nn",
  tensors: ["x"],
  options: { approximate: true },
  call: (x: Tensor, { approximate }) => kernels.gelu(toFloat(x), { approximate }),
  spec: same,
});

/**
 * Sigmoid linear unit: `x · sigmoid(x)`, also called swish.
 *
 * @see {@link https://keras.io/api/ops/nn/#silu-function | keras.ops.silu}
 * @example
 * silu([0, 1]); // [0, 0.7310586]
 */
export const silu = /* @__PURE__ */ floatUnary("Silu", kernels.silu, "nn");

/**
 * The same as {@link silu}.
 *
 * @see {@link https://keras.io/api/ops/nn/#silu-function | keras.ops.swish}
 * @example
 * swish(0); // 0
 */
export const swish = silu;

/**
 * Smooth rectifier: `ln(1 + eˣ)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#softplus-function | keras.ops.softplus}
 * @example
 * softplus(0); // 0.6931472
 */
export const softplus = /* @__PURE__ */ floatUnary("Softplus", tf.softplus, "nn");

/**
 * `x / (1 + |x|)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#softsign-function | keras.ops.softsign}
 * @example
 * softsign([1, -3]); // [0.5, -0.75]
 */
export const softsign = /* @__PURE__ */ floatUnary("Softsign", (x) => tf.div(x, tf.add(tf.abs(x), 1)), "nn");

/**
 * Logarithm of the sigmoid, without overflow: `-ln(1 + e⁻ˣ)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#logsigmoid-function | keras.ops.log_sigmoid}
 * @example
 * logSigmoid(0); // -0.6931472
 */
export const logSigmoid = /* @__PURE__ */ floatUnary("LogSigmoid", (x) => tf.neg(tf.softplus(tf.neg(x))), "nn");

/**
 * Sigmoid of straight lines: `relu6(x + 3) / 6`.
 *
 * @see {@link https://keras.io/api/ops/nn/#hardsigmoid-function | keras.ops.hard_sigmoid}
 * @example
 * hardSigmoid([-4, 0, 4]); // [0, 0.5, 1]
 */
export const hardSigmoid = /* @__PURE__ */ floatUnary("HardSigmoid", hardGate, "nn");

/**
 * Hard SiLU: `x · relu6(x + 3) / 6`.
 *
 * @see {@link https://arxiv.org/abs/1905.02244 | Howard et al., 2019}, section 5.2
 * @see {@link https://keras.io/api/ops/nn/#hardsilu-function | keras.ops.hard_silu}
 * @example
 * hardSilu([-4, 0, 3]); // [0, 0, 3]
 */
export const hardSilu = /* @__PURE__ */ floatUnary("HardSilu", (x) => tf.mul(x, hardGate(x)), "nn");

/**
 * The same as {@link hardSilu}.
 *
 * @see {@link https://keras.io/api/ops/nn/#hardsilu-function | keras.ops.hard_swish}
 * @example
 * hardSwish(3); // 3
 */
export const hardSwish = hardSilu;

function hardGate(x: Tensor): Tensor {
  return tf.div(rectify6(tf.add(x, 3)), 6);
}
