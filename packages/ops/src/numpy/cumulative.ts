import { type DType, defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";
import { sumType } from "./_reduction.ts";

interface CumulativeOptions {
  axis: number | null;
  dtype: DType | null;
}

/**
 * Sums of the elements so far along an axis; of the flattened tensor unless one is given.
 *
 * @see {@link https://keras.io/api/ops/numpy/#cumsum-function | keras.ops.cumsum}
 * @example
 * cumsum([1, 2, 3]); // [1, 3, 6]
 */
export const cumsum = /* @__PURE__ */ cumulative("Cumsum", tf.cumsum);

/**
 * Products of the elements so far along an axis; of the flattened tensor unless one is given.
 *
 * @see {@link https://keras.io/api/ops/numpy/#cumprod-function | keras.ops.cumprod}
 * @example
 * cumprod([1, 2, 3]); // [1, 2, 6]
 */
export const cumprod = /* @__PURE__ */ cumulative("Cumprod", productsSoFar);

function cumulative(className: string, f: (x: Tensor, axis: number) => Tensor) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor], CumulativeOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { axis: null, dtype: null } as CumulativeOptions,
    call: (x: Tensor, { axis, dtype }) => {
      const numbers = as(x, dtype ?? (x.dtype === "bool" ? "int32" : (x.dtype as DType)));
      return axis === null ? f(tf.reshape(numbers, [-1]), 0) : f(numbers, frontAxis(op, axis, x.rank));
    },
    spec: (x: unknown, { axis, dtype }: CumulativeOptions) => {
      const own = specOf(x);
      if (axis !== null) frontAxis(op, axis, own.shape.length);
      const shape = axis === null ? [product(own.shape)] : own.shape;
      return spec(shape, dtype ?? (own.dtype === "bool" ? sumType(own.dtype) : own.dtype));
    },
  });
}

/** Where an element is 0, its gradient is made of the products without it, and that of what comes after is 0. */
function productsSoFar(x: Tensor, axis: number): Tensor {
  if (x.dtype !== "float32") return tf.cumprod(x, axis);
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    const value = tf.cumprod(source, axis);
    (save as (tensors: Tensor[]) => void)([source, value]);
    const gradFunc = (dy: Tensor, [factors, products]: Tensor[]): Tensor => {
      const rest = (soFar: Tensor): Tensor => tf.cumsum(tf.mul(dy, soFar), axis, false, true);
      const zero = tf.equal(factors!, 0);
      const first = tf.logicalAnd(zero, tf.equal(tf.cumsum(tf.cast(zero, "float32"), axis), 1));
      const one = tf.onesLike(factors!);
      const without = rest(tf.cumprod(tf.where(first, one, factors!), axis));
      return tf.where(first, without, tf.div(rest(products!), tf.where(zero, one, factors!)));
    };
    return { value, gradFunc };
  });
  return withGradient(x);
}
