import { DTypeError, refusal, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { type BinaryOp, binary } from "../_define.ts";
import { spread } from "./_select.ts";

/** An op on pairs of integers, with broadcasting. They have no slopes, and the backend hardly any kernels: the host computes. */
export function integerPairs(
  className: string,
  f: (a: number, b: number) => number,
  tensors: readonly [string, string] = ["x1", "x2"],
): BinaryOp {
  return binary(
    className,
    (x, y) => {
      for (const one of [x, y]) checkInteger(className, one);
      const shape = tf.backend_util.assertAndGetBroadcastShape(x.shape, y.shape);
      const results = hostWork([spread(x, shape), spread(y, shape)], shape, "int32", (a, b) =>
        Int32Array.from(a!, (one, i) => f(one, b![i]!)),
      );
      return tf.cast(results, x.dtype);
    },
    { tensors },
  );
}

/** `a ** b` of integers, exact but for overflow: the backend computes it as float32. Negative powers are cut toward 0. */
export function wholePower(a: Tensor, b: Tensor): Tensor {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  return hostWork([spread(a, shape), spread(b, shape)], shape, "int32", (bases, exponents) =>
    Int32Array.from(bases!, (base, i) => powerOf(base, exponents![i]!)),
  );
}

function powerOf(base: number, exponent: number): number {
  if (exponent < 0) return Math.trunc(base ** exponent);
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

export function checkInteger(className: string, x: Tensor): void {
  if (x.dtype !== "float32") return;
  const action = `call ops.${className[0]!.toLowerCase()}${className.slice(1)}`;
  throw refusal(DTypeError, { action, expected: "the tensors must hold integers or booleans", received: x.dtype });
}
