import {
  type DType,
  isFloat,
  OptionError,
  ofUnknownSizes,
  refusal,
  type Shape,
  standardizeDType,
  type Tensor,
  type TensorLike,
  tensorDType,
} from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, asTensor } from "../_operands.ts";
import { weakDType } from "../_spec.ts";
import { resultType } from "../dtypes.ts";

export interface DTypeOption {
  readonly dtype?: DType | null;
}

/**
 * A tensor of zeros, float32 unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#zeros-function | keras.ops.zeros}
 * @example
 * zeros([2, 2]); // [[0, 0], [0, 0]]
 */
export function zeros(shape: Shape | number, { dtype }: DTypeOption = {}): Tensor {
  const { sizes, type, unknown } = wanted("zeros", shape, dtype);
  return unknown ?? tf.zeros(sizes, type);
}

/**
 * A tensor whose values do not matter: zeros, for nothing is left uninitialized here.
 *
 * @see {@link https://keras.io/api/ops/numpy/#empty-function | keras.ops.empty}
 * @example
 * empty([2, 3]).shape; // [2, 3]
 */
export function empty(shape: Shape | number, options: DTypeOption = {}): Tensor {
  return zeros(shape, options);
}

/**
 * A tensor of ones, float32 unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#ones-function | keras.ops.ones}
 * @example
 * ones([2, 2]); // [[1, 1], [1, 1]]
 */
export function ones(shape: Shape | number, { dtype }: DTypeOption = {}): Tensor {
  const { sizes, type, unknown } = wanted("ones", shape, dtype);
  return unknown ?? tf.ones(sizes, type);
}

/**
 * A tensor of one value throughout, float32 unless told; a tensor as the value broadcasts.
 *
 * @see {@link https://keras.io/api/ops/numpy/#full-function | keras.ops.full}
 * @example
 * full([2], 7); // [7, 7]
 */
export function full(shape: Shape | number, fillValue: TensorLike, { dtype }: DTypeOption = {}): Tensor {
  const { sizes, type, unknown } = wanted("full", shape, dtype);
  if (unknown) return unknown;
  if (typeof fillValue === "number" && type !== "bool") return tf.fill(sizes, fillValue, type as "float32");
  return tf.tidy(() => tf.broadcastTo(as(asTensor("full", fillValue), type), sizes));
}

/**
 * A matrix with ones on a diagonal, the main one or the `k`-th above it, and zeros elsewhere.
 *
 * @param n Number of rows.
 * @param m Number of columns, as many as rows unless told.
 * @see {@link https://keras.io/api/ops/numpy/#eye-function | keras.ops.eye}
 * @example
 * eye(2); // [[1, 0], [0, 1]]
 */
export function eye(
  n: number,
  m: number | null = null,
  { k = 0, dtype }: DTypeOption & { readonly k?: number } = {},
): Tensor {
  const columns = m ?? n;
  const data = new Float32Array(n * columns);
  for (let row = Math.max(0, -k); row < n && row + k < columns; row++) data[row * columns + row + k] = 1;
  return tf.tidy(() => as(tf.tensor2d(data, [n, columns]), typeOf(dtype, "eye")));
}

/**
 * Numbers from `start` (0) up to but without `stop`, in steps. Whole bounds give int32. Where a layer is called on symbolic
 * tensors, a bound may be null, a size that is not known.
 *
 * @see {@link https://keras.io/api/ops/numpy/#arange-function | keras.ops.arange}
 * @example
 * arange(3); // [0, 1, 2]
 * arange(0, 1, 0.25); // [0, 0.25, 0.5, 0.75]
 */
export function arange(
  start: number | null,
  stop?: number | null,
  step: number | null = 1,
  { dtype }: DTypeOption = {},
): Tensor {
  const unknown = ofUnknownSizes([start === null || stop === null ? null : 0], standardizeDType(dtype ?? "int32"));
  if (unknown) return unknown;
  const [from, to, by] = stop == null ? [0, start ?? Number.NaN, step ?? 1] : [start ?? 0, stop, step ?? 1];
  if (by === 0 || !Number.isFinite((to - from) / by)) {
    throw refusal(OptionError, {
      action: "call ops.arange",
      option: "step",
      expected: "`step` must lead from start to stop",
      received: [from, to, by],
    });
  }
  const type = dtype == null ? resultType(weakDType(from), weakDType(to), weakDType(by)) : standardizeDType(dtype);
  const length = Math.max(0, Math.ceil((to - from) / by));
  const data = Float64Array.from({ length }, (_, i) => from + i * by);
  return isFloat(type) ? tf.tensor1d(Float32Array.from(data)) : tf.tensor1d(Int32Array.from(data), "int32");
}

/** What a tensor is to be like, and what stands for it where its sizes are not known yet. */
function wanted(op: string, shape: Shape | number, dtype: DType | null | undefined) {
  const sizes = [shape].flat() as number[];
  const type = typeOf(dtype, op);
  const unknown = ofUnknownSizes(sizes, type);
  if (unknown || sizes.every((size) => Number.isInteger(size) && size >= 0)) return { sizes, type, unknown };
  throw refusal(OptionError, {
    action: `call ops.${op}`,
    option: "shape",
    expected: "`shape` must be a list of known sizes",
    received: shape,
  });
}

function typeOf(dtype: DType | null | undefined, op: string): "float32" | "int32" | "bool" {
  return dtype == null ? "float32" : (tensorDType(standardizeDType(dtype, `call ops.${op}`)) as "float32");
}
