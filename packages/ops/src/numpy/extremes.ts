import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, frontAxis, reducedShape } from "../_axes.ts";
import { as, number } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { extreme } from "./_extremes.ts";

/**
 * Largest element along axes, of all of them unless told.
 *
 * With `initial`, a lower end of the result: an axis may then be empty.
 *
 * @see {@link https://keras.io/api/ops/numpy/#max-function | keras.ops.max}
 * @example
 * max([[1, 4], [3, 2]], 0); // [3, 4]
 */
export const max = /* @__PURE__ */ extremeOp("Max", "max");

/**
 * Smallest element along axes, of all of them unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#min-function | keras.ops.min}
 * @example
 * min([[1, 4], [3, 2]], 0); // [1, 2]
 */
export const min = /* @__PURE__ */ extremeOp("Min", "min");

/**
 * Index of the largest element along an axis, the first where several tie; in the flattened tensor unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#argmax-function | keras.ops.argmax}
 * @example
 * argmax([[1, 4], [3, 2]], 1); // [1, 0]
 */
export const argmax = /* @__PURE__ */ argOp("Argmax", tf.argMax);

/**
 * Index of the smallest element along an axis, the first where several tie; in the flattened tensor unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#argmin-function | keras.ops.argmin}
 * @example
 * argmin([[1, 4], [3, 2]], 1); // [0, 1]
 */
export const argmin = /* @__PURE__ */ argOp("Argmin", tf.argMin);

interface ExtremeOptions {
  axis: Axis;
  keepdims: boolean;
  initial: number | null;
}

interface ArgOptions {
  axis: number | null;
  keepdims: boolean;
}

function extremeOp(className: string, kind: "max" | "min") {
  return defineOp<[x: Tensor], ExtremeOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { axis: null as Axis, keepdims: false, initial: null as number | null },
    call: (x: Tensor, { axis, keepdims, initial }) => {
      const axes = frontAxes(kind, axis, x.rank);
      if (initial === null) {
        if (x.size === 0) throw shapeError(kind, "the tensor must have elements, or `initial` be given", x.shape);
        return extreme(kind, x, axes, keepdims);
      }
      const bound = number(initial, x.dtype as "float32");
      if (x.size === 0) return tf.add(tf.zeros(reducedShape(x.shape, axes, keepdims) as number[], x.dtype), bound);
      const found = extreme(kind, x, axes, keepdims);
      if (x.dtype === "bool") return kind === "max" ? tf.logicalOr(found, bound) : tf.logicalAnd(found, bound);
      return kind === "max" ? tf.maximum(found, bound) : tf.minimum(found, bound);
    },
    spec: (x: unknown, { axis, keepdims }: { axis: Axis; keepdims: boolean }) => {
      const { shape, dtype } = specOf(x);
      return spec(reducedShape(shape, frontAxes(kind, axis, shape.length), keepdims), dtype);
    },
  });
}

function argOp(className: string, f: (x: Tensor, axis: number) => Tensor) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor], ArgOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { axis: null as number | null, keepdims: false },
    call: (x: Tensor, { axis, keepdims }) => {
      const numbers = x.dtype === "bool" ? as(x, "int32") : x;
      const size = axis === null ? x.size : x.shape[frontAxis(op, axis, x.rank)];
      if (size === 0) throw shapeError(op, "the tensor must have elements to choose from", x.shape);
      if (axis === null) {
        const index = f(tf.reshape(numbers, [-1]), 0);
        return keepdims ? tf.reshape(index, Array<number>(x.rank).fill(1)) : index;
      }
      const index = f(numbers, frontAxis(op, axis, x.rank));
      return keepdims ? tf.expandDims(index, frontAxis(op, axis, x.rank)) : index;
    },
    spec: (x: unknown, { axis, keepdims }: { axis: number | null; keepdims: boolean }) => {
      const { shape } = specOf(x);
      const axes = axis === null ? shape.map((_, i) => i) : [frontAxis(op, axis, shape.length)];
      return spec(reducedShape(shape, axes, keepdims), "int32");
    },
  });
}
