// The functions of single floats: on tensors, in float64, and how exact they are said to be.
import * as tf from "@hornbeam/kernels/tfjs";
import { gelu, silu } from "../src/fused/gated-linear.ts";
import type { Unary } from "../src/kernels/unary.ts";

/** `erf x` in float64: its series, or the continued fraction of what it lacks to 1. */
function erf(x: number): number {
  if (Math.abs(x) > 2.5) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
    return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
  }
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** The nearest integer, of two the even one. */
const nearest = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** Each function: on tensors, in float64, where to try it, and how many units in the last place it may be off. */
export const functions: Readonly<
  Record<
    Unary,
    readonly [
      onTensors: (x: tf.Tensor) => tf.Tensor,
      exact: (x: number) => number,
      domain: readonly [from: number, to: number],
      most: number,
    ]
  >
> = {
  exp: [tf.exp, Math.exp, [-87, 88.7], 1.5],
  expm1: [tf.expm1, Math.expm1, [-20, 88.7], 2.5],
  log: [tf.log, Math.log, [1e-30, 20], 1.5],
  log1p: [tf.log1p, Math.log1p, [-0.999, 20], 2.5],
  sigmoid: [tf.sigmoid, sigmoid, [-87, 20], 2.5],
  tanh: [tf.tanh, Math.tanh, [-10, 10], 2.5],
  erf: [tf.erf, erf, [-5, 5], 2.5],
  softplus: [tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), [-80, 30], 3],
  elu: [tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), [-20, 5], 2.5],
  gelu: [(x) => gelu(x), (x) => (x * (1 + erf(x / Math.SQRT2))) / 2, [-1, 8], 4],
  geluApproximation: [
    (x) => gelu(x, { approximate: true }),
    (x) => x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)),
    [-1, 8],
    4,
  ],
  silu: [silu, (x) => x * sigmoid(x), [-20, 20], 4],
  selu: [tf.selu, (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)), [-20, 5], 2],
  sin: [tf.sin, Math.sin, [-2000, 2000], 2],
  cos: [tf.cos, Math.cos, [-2000, 2000], 2],
  tan: [tf.tan, Math.tan, [-2000, 2000], 4],
  asin: [tf.asin, Math.asin, [-1, 1], 2.5],
  acos: [tf.acos, Math.acos, [-1, 1], 1.5],
  atan: [tf.atan, Math.atan, [-20, 20], 2.5],
  sinh: [tf.sinh, Math.sinh, [-89, 89], 2],
  cosh: [tf.cosh, Math.cosh, [-89, 89], 2],
  asinh: [tf.asinh, Math.asinh, [-50, 50], 2.5],
  acosh: [tf.acosh, Math.acosh, [1, 50], 2.5],
  atanh: [tf.atanh, Math.atanh, [-0.9999, 0.9999], 2.5],
  abs: [tf.abs, Math.abs, [-9, 9], 0.01],
  neg: [tf.neg, (x) => -x, [-9, 9], 0.01],
  relu: [tf.relu, (x) => (x < 0 ? 0 : x), [-9, 9], 0.01],
  relu6: [tf.relu6, (x) => (x < 0 ? 0 : Math.min(x, 6)), [-9, 9], 0.01],
  square: [tf.square, (x) => x * x, [-9, 9], 0.51],
  sqrt: [tf.sqrt, Math.sqrt, [1e-30, 99], 0.51],
  rsqrt: [tf.rsqrt, (x) => 1 / Math.sqrt(x), [1e-30, 99], 2],
  reciprocal: [tf.reciprocal, (x) => 1 / x, [-99, 99], 0.51],
  floor: [tf.floor, Math.floor, [-99, 99], 0.01],
  ceil: [tf.ceil, Math.ceil, [-99, 99], 0.01],
  round: [tf.round, nearest, [-99, 99], 0.01],
  sign: [tf.sign, (x) => Math.sign(x) + 0, [-9, 9], 0.01],
};
