import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary } from "../_define.ts";
import { select } from "./_select.ts";

/**
 * Modified Bessel function of the first kind of order 0: `Σ (x² / 4)ᵏ / k!²`. Its gradient is that of order 1.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.i0}
 * @see {@link https://dlmf.nist.gov/10.25 | Digital Library of Mathematical Functions, 10.25}
 * @example
 * i0([0, 1]); // [1, 1.2660659]
 */
export const i0 = /* @__PURE__ */ floatUnary("I0", (x) => {
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    (save as (tensors: Tensor[]) => void)([source]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(dy, order1(saved[0]!));
    return { value: order0(source), gradFunc };
  });
  return withGradient(x);
});

/** Where the approximation near 0 and that for large numbers meet. */
const border = 3.75;

/** Polynomials of Abramowitz and Stegun, 9.8.1 to 9.8.4: within float32's precision. */
const near0 = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
const far0 = [
  0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377,
];
const near1 = [0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411];
const far1 = [
  0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555, 0.02282967, -0.02895312, 0.01787654, -0.00420059,
];

function order0(x: Tensor): Tensor {
  return bessel(x, near0, far0);
}

function order1(x: Tensor): Tensor {
  const size = tf.abs(x);
  const near = tf.mul(x, polynomial(near1, tf.square(tf.div(x, border))));
  return select(tf.less(size, border), near, tf.mul(tf.sign(x), large(size, far1)));
}

function bessel(x: Tensor, near: readonly number[], far: readonly number[]): Tensor {
  const size = tf.abs(x);
  return select(tf.less(size, border), polynomial(near, tf.square(tf.div(x, border))), large(size, far));
}

/** `exp(x) / √x` times a polynomial of `3.75 / x`; half the power at a time, which does not overflow before the result. */
function large(size: Tensor, coefficients: readonly number[]): Tensor {
  const x = tf.maximum(size, border);
  const half = tf.exp(tf.div(x, 2));
  return tf.mul(half, tf.mul(half, tf.div(polynomial(coefficients, tf.div(border, x)), tf.sqrt(x))));
}

function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  return coefficients.reduceRight<Tensor>((sum, one) => tf.add(tf.mul(sum, x), one), tf.scalar(0));
}
