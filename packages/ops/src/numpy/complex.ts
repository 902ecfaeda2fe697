import { defineOp, type Op, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { operands, toFloat } from "../_operands.ts";
import { broadcastShapes, floatType, shapeError, spec, specOf } from "../_spec.ts";

/** Whether a tensor or its spec is one of complex numbers. */
export function isComplex({ dtype }: { readonly dtype: string }): boolean {
  return dtype === "complex64";
}

/**
 * Real parts. Of real numbers: themselves.
 *
 * @see {@link https://keras.io/api/ops/numpy/#real-function | keras.ops.real}
 * @example
 * real(viewAsComplex([[1, 2], [3, 4]])); // [1, 3]
 */
export const real = /* @__PURE__ */ part("Real", (x) => (isComplex(x) ? tf.real(x) : tf.clone(x)));

/**
 * Imaginary parts. Of real numbers: zeros.
 *
 * @see {@link https://keras.io/api/ops/numpy/#imag-function | keras.ops.imag}
 * @example
 * imag(viewAsComplex([[1, 2], [3, 4]])); // [2, 4]
 */
export const imag = /* @__PURE__ */ part("Imag", (x) => (isComplex(x) ? tf.imag(x) : tf.zerosLike(x)));

/**
 * Complex numbers with the other sign of their imaginary parts. Real numbers stay as they are.
 *
 * @see {@link https://keras.io/api/ops/numpy/#conjugate-function | keras.ops.conjugate}
 * @example
 * imag(conjugate(viewAsComplex([[1, 2]]))); // [-2]
 */
export const conjugate = /* @__PURE__ */ conjugation("Conjugate");

/**
 * The same as {@link conjugate}.
 *
 * @see {@link https://keras.io/api/ops/numpy/#conj-function | keras.ops.conj}
 * @example
 * imag(conj(viewAsComplex([[1, 2]]))); // [-2]
 */
export const conj = /* @__PURE__ */ conjugation("Conj");

/**
 * The angles at which complex numbers lie, in radians, in `[-π, π]`: `atan2(imag, real)`. Of real numbers: 0, or π where
 * they are negative.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.angle}
 * @example
 * angle(viewAsComplex([[0, 2]])); // [1.5708]
 * angle([3, -3]); // [0, 3.1416]
 */
export const angle = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Angle",
  module: "numpy",
  tensors: ["x"],
  complex: true,
  call: (x) =>
    isComplex(x) ? tf.atan2(tf.imag(x), tf.real(x)) : tf.mul(tf.cast(tf.less(toFloat(x), 0), "float32"), Math.PI),
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    return isComplex({ dtype }) ? spec(shape, "float32") : spec(shape, floatType(dtype));
  },
});

/**
 * Complex numbers of given sizes at given angles: `size · (cos angle + i sin angle)`.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.polar}
 * @example
 * real(polar([1, 2], [0, 0])); // [1, 2]
 */
export const polar = /* @__PURE__ */ defineOp<[abs: Tensor, angle: Tensor], object, Tensor>({
  className: "Polar",
  module: "nn",
  tensors: ["abs_", "angle"],
  call: (abs, angle) => {
    const [size, turn] = operands("polar", [abs, angle], "float") as [Tensor, Tensor];
    return tf.complex(tf.mul(size, tf.cos(turn)), tf.mul(size, tf.sin(turn)));
  },
  spec: (abs: unknown, angle: unknown) =>
    spec(broadcastShapes("polar", specOf(abs).shape, specOf(angle).shape), "complex64"),
});

/**
 * Pairs of real and imaginary parts as complex numbers. No gradient goes through complex tensors.
 *
 * - x: `[..., 2]`
 * - output: `[...]`, complex64
 *
 * @throws {ShapeError} when the last axis does not have size 2.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.view_as_complex}
 * @example
 * viewAsComplex([[1, 2], [3, 4]]).shape; // [2]
 */
export const viewAsComplex = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "ViewAsComplex",
  module: "math",
  tensors: ["x"],
  call: (x) => {
    checkPairs(x.shape);
    const [re, im] = tf.split(toFloat(x), 2, -1).map((one) => tf.squeeze(one, [-1])) as [Tensor, Tensor];
    return tf.complex(re, im);
  },
  spec: (x: unknown) => {
    const { shape } = specOf(x);
    checkPairs(shape);
    return spec(shape.slice(0, -1), "complex64");
  },
});

/**
 * Complex numbers as pairs of real and imaginary parts.
 *
 * - x: `[...]`
 * - output: `[..., 2]`
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.view_as_real}
 * @example
 * viewAsReal(viewAsComplex([[1, 2], [3, 4]])); // [[1, 2], [3, 4]]
 */
export const viewAsReal = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "ViewAsReal",
  module: "math",
  tensors: ["x"],
  complex: true,
  call: (x) => tf.stack(isComplex(x) ? [tf.real(x), tf.imag(x)] : [toFloat(x), tf.zeros(x.shape)], -1),
  spec: (x: unknown) => spec([...specOf(x).shape, 2], "float32"),
});

function checkPairs(shape: readonly (number | null)[]): void {
  if (shape.length === 0 || (shape.at(-1) !== null && shape.at(-1) !== 2))
    throw shapeError("viewAsComplex", "the last axis must hold pairs of real and imaginary parts", shape);
}

function part(className: string, f: (x: Tensor) => Tensor): Op<[x: Tensor], object, Tensor> {
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    complex: true,
    call: f,
    spec: (x: unknown) => {
      const { shape, dtype } = specOf(x);
      return isComplex({ dtype }) ? spec(shape, "float32") : spec(shape, dtype);
    },
  });
}

function conjugation(className: string): Op<[x: Tensor], object, Tensor> {
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    complex: true,
    call: (x) => (isComplex(x) ? tf.complex(tf.real(x), tf.neg(tf.imag(x))) : tf.clone(x)),
    spec: (x: unknown) => spec(specOf(x).shape, specOf(x).dtype),
  });
}
