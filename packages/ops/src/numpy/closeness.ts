import { defineOp, type KerasTensor, type Tensor, type TensorLike } from "@hornbeam/core";
import { hostWork, signBit } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { testUnary } from "../_define.ts";
import { as, operands } from "../_operands.ts";
import { broadcastShapes, specOf } from "../_spec.ts";
import { isComplex } from "./complex.ts";

const bool = "bool" as const;

/**
 * Whether an element is minus infinity.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.isneginf}
 * @example
 * isneginf([-Infinity, Infinity]); // [true, false]
 */
export const isneginf = /* @__PURE__ */ testUnary("Isneginf", (x) =>
  tf.equal(as(x, "float32"), tf.scalar(Number.NEGATIVE_INFINITY)),
);

/**
 * Whether an element is plus infinity.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.isposinf}
 * @example
 * isposinf([-Infinity, Infinity]); // [false, true]
 */
export const isposinf = /* @__PURE__ */ testUnary("Isposinf", (x) =>
  tf.equal(as(x, "float32"), tf.scalar(Number.POSITIVE_INFINITY)),
);

/**
 * Whether an element is a real number: all but complex numbers with an imaginary part.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.isreal}
 * @example
 * isreal([1, 2]); // [true, true]
 */
export const isreal = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Isreal",
  module: "numpy",
  tensors: ["x"],
  complex: true,
  call: (x) => (isComplex(x) ? tf.equal(tf.imag(x), 0) : tf.ones(x.shape, "bool")),
  spec: (x: unknown) => ({ shape: specOf(x).shape, dtype: bool }),
});

/**
 * Whether an element has a minus sign, -0 included.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.signbit}
 * @example
 * signbit([-1, 0, -0]); // [true, false, true]
 */
export const signbit = /* @__PURE__ */ testUnary("Signbit", (x) => {
  if (x.dtype !== "float32") return tf.less(x, tf.scalar(0, "int32"));
  return signBit(x);
});

interface CloseOptions {
  rtol: number;
  atol: number;
  equalNan: boolean;
}

const closeOptions: CloseOptions = { rtol: 1e-5, atol: 1e-8, equalNan: false };

const iscloseOp = /* @__PURE__ */ defineOp<
  [x1: Tensor, x2: Tensor, rtol: Tensor | null, atol: Tensor | null],
  { equalNan: boolean },
  Tensor
>({
  className: "Isclose",
  module: "numpy",
  // Keras stores the tolerances with the call
  tensors: ["x1", "x2", "rtol", "atol"],
  optionalTensors: 2,
  options: { equalNan: closeOptions.equalNan },
  call: (x1, x2, rtol, atol, { equalNan }) =>
    close(x1, x2, { rtol: rtol ?? closeOptions.rtol, atol: atol ?? closeOptions.atol, equalNan }),
  spec: (x1: unknown, x2: unknown) => ({
    shape: broadcastShapes("isclose", specOf(x1).shape, specOf(x2).shape),
    dtype: bool,
  }),
});

/**
 * Whether elements are close: `|x1 - x2| ≤ atol + rtol · |x2|`, with broadcasting.
 *
 * @see {@link https://keras.io/api/ops/numpy/#isclose-function | keras.ops.isclose}
 * @example
 * isclose([1, 2], [1.000001, 3]); // [true, false]
 */
export const isclose = /* @__PURE__ */ Object.assign(areClose, { definition: iscloseOp.definition });

function areClose(x1: TensorLike, x2: TensorLike, options?: Partial<CloseOptions>): Tensor;
function areClose(
  x1: TensorLike | KerasTensor,
  x2: TensorLike | KerasTensor,
  options?: Partial<CloseOptions>,
): KerasTensor;
function areClose(
  x1: TensorLike | KerasTensor,
  x2: TensorLike | KerasTensor,
  { rtol = closeOptions.rtol, atol = closeOptions.atol, ...rest }: Partial<CloseOptions> = {},
): Tensor | KerasTensor {
  return iscloseOp(x1, x2, rtol, atol, rest);
}

/**
 * Whether all elements are close, see {@link isclose}.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.allclose}
 * @example
 * allclose([1, 2], [1, 2.1]); // false
 */
export const allclose = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], CloseOptions, Tensor>({
  className: "AllClose",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: closeOptions,
  call: (x1, x2, options) => tf.all(close(x1, x2, options)),
  spec: (x1: unknown, x2: unknown) => {
    broadcastShapes("allclose", specOf(x1).shape, specOf(x2).shape);
    return { shape: [], dtype: bool };
  },
});

interface IsInOptions {
  assumeUnique: boolean;
  invert: boolean;
}

/**
 * Whether each element of the first tensor is one of the second's, or is none of them.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.isin}
 * @example
 * isin([1, 2, 3], [3, 1]); // [true, false, true]
 */
export const isin = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], IsInOptions, Tensor>({
  className: "IsIn",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: { assumeUnique: false, invert: false },
  call: (x1, x2, { invert }) => {
    return hostWork(operands("isin", [x1, x2]), x1.shape, "bool", (a, b) => {
      const wanted = new Set<number>(b!);
      wanted.delete(Number.NaN); // it equals nothing
      return Uint8Array.from(a!, (one) => Number(wanted.has(one) !== invert));
    });
  },
  spec: (x1: unknown) => ({ shape: specOf(x1).shape, dtype: bool }),
});

interface Tolerances {
  readonly rtol: number | Tensor;
  readonly atol: number | Tensor;
  readonly equalNan: boolean;
}

function close(x1: Tensor, x2: Tensor, { rtol, atol, equalNan }: Tolerances): Tensor {
  const [a, b] = operands("isclose", [x1, x2], "float") as [Tensor, Tensor];
  const near = tf.lessEqual(tf.abs(tf.sub(a, b)), tf.add(tf.mul(tf.abs(b), rtol), atol));
  // infinities have no difference, and are not near to anything else
  const finite = tf.logicalAnd(near, tf.isFinite(b));
  const same = tf.logicalOr(finite, tf.equal(a, b));
  return equalNan ? tf.logicalOr(same, tf.logicalAnd(tf.isNaN(a), tf.isNaN(b))) : same;
}
