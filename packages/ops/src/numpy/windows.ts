import type { NDArray, Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { numbersOf } from "../_numbers.ts";
import { argumentError } from "../_spec.ts";

/** How many points a window has; a tensor without axes will do. */
export type Length = number | Tensor | NDArray;

/**
 * A triangle over so many points, 0 at both ends.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.bartlett}
 * @example
 * bartlett(3); // [0, 1, 0]
 */
export function bartlett(length: Length): Tensor {
  return window("bartlett", length, (t) => 1 - Math.abs(2 * t - 1));
}

/**
 * Blackman's window: `0.42 - 0.5 cos 2πt + 0.08 cos 4πt`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.blackman}
 * @example
 * blackman(3); // [0, 1, 0]
 */
export function blackman(length: Length): Tensor {
  return window("blackman", length, (t) => 0.42 - 0.5 * Math.cos(2 * Math.PI * t) + 0.08 * Math.cos(4 * Math.PI * t));
}

/**
 * Hamming's window: `0.54 - 0.46 cos 2πt`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.hamming}
 * @example
 * hamming(3); // [0.08, 1, 0.08]
 */
export function hamming(length: Length): Tensor {
  return window("hamming", length, (t) => 0.54 - 0.46 * Math.cos(2 * Math.PI * t));
}

/**
 * Von Hann's window: `0.5 - 0.5 cos 2πt`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.hanning}
 * @example
 * hanning(3); // [0, 1, 0]
 */
export function hanning(length: Length): Tensor {
  return window("hanning", length, (t) => 0.5 - 0.5 * Math.cos(2 * Math.PI * t));
}

/**
 * Kaiser's window: `I₀(β √(1 - (2t - 1)²)) / I₀(β)`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.kaiser}
 * @example
 * kaiser(3, 0); // [1, 1, 1]
 */
export function kaiser(length: Length, beta: Length): Tensor {
  const shape = numbersOf(beta) as number;
  return window(
    "kaiser",
    length,
    (t) => besselI0(shape * Math.sqrt(Math.max(0, 1 - (2 * t - 1) ** 2))) / besselI0(shape),
  );
}

/** Values at equally spaced `t` from 0 to 1; a window of one point is 1. */
function window(op: string, given: Length, f: (t: number) => number): Tensor {
  const length = numbersOf(given) as number;
  if (!Number.isInteger(length) || length < 0) throw argumentError(op, "x", "be a non-negative integer", length);
  return tf.tensor1d(Float32Array.from({ length }, (_, i) => (length === 1 ? 1 : f(i / (length - 1)))));
}

/** Modified Bessel function of order 0, by its power series: `Σ (x² / 4)ᵏ / k!²`. */
export function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
