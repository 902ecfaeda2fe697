import type { Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary } from "../_define.ts";
import { inverseErf } from "./_inverse-erf.ts";

/**
 * What the error function lacks to 1: `1 - erf(x)`.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.erfc}
 * @example
 * erfc([0, 1]); // [1, 0.1572992]
 */
export const erfc = /* @__PURE__ */ floatUnary("Erfc", (x) => tf.sub(1, tf.erf(x)), "math");

/**
 * The number whose error function is given, of numbers in `[-1, 1]`.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.erfinv}
 * @example
 * erfinv([0, 0.5]); // [0, 0.4769363]
 */
export const erfinv = /* @__PURE__ */ floatUnary("Erfinv", inverse, "math");

/** Computed on the host; the slope is `√π / 2 · e^(y²)`. */
function inverse(x: Tensor): Tensor {
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    const value = hostWork([source], source.shape, "float32", (data) => Float32Array.from(data!, inverseErf));
    (save as (tensors: Tensor[]) => void)([value]);
    const gradFunc = (dy: Tensor, [y]: Tensor[]): Tensor =>
      tf.mul(dy, tf.mul(tf.exp(tf.square(y!)), Math.sqrt(Math.PI) / 2));
    return { value, gradFunc };
  });
  return withGradient(x);
}
