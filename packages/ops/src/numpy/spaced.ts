import { type DType, defineOp, isFloat, type Shape, type Tensor, type TensorSpec } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as, asTensor, number } from "../_operands.ts";
import { argumentError, broadcastShapes, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { type LinspaceOptions, linspace } from "./linspace.ts";

type SpacedOptions = Omit<LinspaceOptions, "retstep">;
/** Options of {@link logspace}. */
export interface LogspaceOptions extends SpacedOptions {
  /** 10 unless told. */
  base: number;
}

const options: SpacedOptions = { num: 50, endpoint: true, dtype: null, axis: 0 };

/**
 * Powers of a base whose exponents lie at equal distances from `start` to `stop`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.logspace}
 * @example
 * logspace(0, 2, { num: 3 }); // [1, 10, 100]
 */
export const logspace = /* @__PURE__ */ defineOp<[start: Tensor, stop: Tensor], LogspaceOptions, Tensor>({
  className: "Logspace",
  module: "numpy",
  tensors: ["start", "stop"],
  options: { ...options, base: 10 },
  raw: true,
  call: (start, stop, { base, dtype, ...spacing }) =>
    as(tf.pow(number(base), linspace(start, stop, spacing)), dtype ?? "float32"),
  spec: spacedSpec("logspace"),
});

/**
 * Numbers with equal ratios between neighbours, from `start` to `stop`.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.geomspace}
 * @example
 * geomspace(1, 4, { num: 3 }); // [1, 2, 4]
 */
export const geomspace = /* @__PURE__ */ defineOp<[start: Tensor, stop: Tensor], SpacedOptions, Tensor>({
  className: "Geomspace",
  module: "numpy",
  tensors: ["start", "stop"],
  options,
  raw: true,
  call: (start, stop, { dtype, ...spacing }) => {
    const [from, to] = [start, stop].map((end) => asTensor("geomspace", end, "float32")) as [Tensor, Tensor];
    const sizes = tf.exp(linspace(tf.log(tf.abs(from)), tf.log(tf.abs(to)), spacing));
    const shape = broadcastShapes("geomspace", from.shape, to.shape) as number[];
    const signs = tf.broadcastTo(tf.sign(from), shape);
    const place = frontAxis("geomspace", spacing.axis, shape.length + 1);
    return as(tf.mul(sizes, tf.expandDims(signs, place)), dtype ?? "float32");
  },
  spec: spacedSpec("geomspace"),
});

function spacedSpec(op: string) {
  return (start: unknown, stop: unknown, { num, dtype, axis }: SpacedOptions): TensorSpec => {
    const [from, to] = [specOf(start), specOf(stop)];
    const shape = broadcastShapes(op, from.shape, to.shape);
    const sizes = shape.toSpliced(frontAxis(op, axis, shape.length + 1), 0, num);
    return spec(sizes, dtype ?? floatType(from.dtype, to.dtype));
  };
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
    checkVander(x.shape, N);
    const count = N ?? x.shape[0] ?? 0;
    const column = tf.expandDims(as(x, "float32"), -1);
    const powers = Array.from({ length: count }, (_, i) => power(column, increasing ? i : count - 1 - i));
    const rows = powers.length === 0 ? tf.zeros([...x.shape, 0]) : tf.concat(powers, -1);
    return as(rows, isFloat(x.dtype) ? "float32" : (x.dtype as DType));
  },
  spec: (x: unknown, { N }: VanderOptions) => {
    const { shape, dtype } = specOf(x);
    checkVander(shape, N);
    return spec([...shape, N ?? shape[0] ?? null], dtype);
  },
});

function checkVander(shape: Shape, N: number | null): void {
  if (shape.length !== 1) throw shapeError("vander", "the input must be 1-dimensional", shape);
  if (N !== null && (!Number.isInteger(N) || N < 0)) throw argumentError("vander", "N", "be a nonnegative integer", N);
}

/** A whole power as a product, which can be differentiated at 0 and below. */
function power(x: Tensor, exponent: number): Tensor {
  let result = tf.onesLike(x);
  for (let i = 0; i < exponent; i++) result = tf.mul(result, x);
  return result;
}
