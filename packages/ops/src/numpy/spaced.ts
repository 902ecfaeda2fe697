import { type DType, defineOp, isFloat, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, asTensor, number } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { type LinspaceOptions, linspace } from "./linspace.ts";

/** Options of {@link logspace}. */
export interface LogspaceOptions extends Partial<LinspaceOptions> {
  /** 10 unless told. */
  readonly base?: number;
}

/**
 * Powers of a base whose exponents lie at equal distances from `start` to `stop`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.logspace}
 * @example
 * logspace(0, 2, { num: 3 }); // [1, 10, 100]
 */
export function logspace(
  start: TensorLike,
  stop: TensorLike,
  { base = 10, dtype, ...options }: LogspaceOptions = {},
): Tensor {
  return tf.tidy(() => as(tf.pow(number(base), linspace(start, stop, options)), dtype ?? "float32"));
}

/**
 * Numbers with equal ratios between neighbours, from `start` to `stop`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.geomspace}
 * @example
 * geomspace(1, 4, { num: 3 }); // [1, 2, 4]
 */
export function geomspace(
  start: TensorLike,
  stop: TensorLike,
  { dtype, ...options }: Partial<LinspaceOptions> = {},
): Tensor {
  return tf.tidy(() => {
    const [from, to] = [start, stop].map((end) => asTensor("geomspace", end, "float32")) as [Tensor, Tensor];
    const sizes = tf.exp(linspace(tf.log(tf.abs(from)), tf.log(tf.abs(to)), options));
    return as(tf.mul(sizes, tf.sign(from)), dtype ?? "float32");
  });
}

interface VanderOptions {
  N: number | null;
  increasing: boolean;
}

/**
 * Powers of each element of a vector as rows, the highest first unless `increasing`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.vander}
 * @example
 * vander([2, 3]); // [[2, 1], [3, 1]]
 */
export const vander = /* @__PURE__ */ defineOp<[x: Tensor], VanderOptions, Tensor>({
  className: "Vander",
  module: "numpy",
  tensors: ["x"],
  options: { N: null, increasing: false },
  call: (x, { N, increasing }) => {
    const count = N ?? x.shape[0] ?? 0;
    const column = tf.expandDims(as(x, "float32"), -1);
    const powers = Array.from({ length: count }, (_, i) => power(column, increasing ? i : count - 1 - i));
    const rows = powers.length === 0 ? tf.zeros([...x.shape, 0]) : tf.concat(powers, -1);
    return as(rows, isFloat(x.dtype) ? "float32" : (x.dtype as DType));
  },
  spec: (x: unknown, { N }: VanderOptions) => {
    const { shape, dtype } = specOf(x);
    if (N !== null && (!Number.isInteger(N) || N < 0))
      throw argumentError("vander", "N", "be a non-negative integer", N);
    return spec([...shape, N ?? shape[0] ?? null], dtype);
  },
});

/** A whole power as a product, which can be differentiated at 0 and below. */
function power(x: Tensor, exponent: number): Tensor {
  let result = tf.onesLike(x);
  for (let i = 0; i < exponent; i++) result = tf.mul(result, x);
  return result;
}
