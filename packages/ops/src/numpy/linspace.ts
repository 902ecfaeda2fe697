import { type DType, isFloat, standardizeDType, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, operands } from "../_operands.ts";
import { argumentError } from "../_spec.ts";

/** Options of {@link linspace}. */
export interface LinspaceOptions {
  readonly num?: number;
  /** Whether `stop` is the last number: yes unless told. */
  readonly endpoint?: boolean;
  readonly dtype?: DType | null;
  /** Where the new axis stands in the result: first unless told. */
  readonly axis?: number;
}

/**
 * Numbers at equal distances from `start` to `stop`, 50 of them unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#linspace-function | keras.ops.linspace}
 * @example
 * linspace(0, 1, { num: 3 }); // [0, 0.5, 1]
 */
export function linspace(
  start: TensorLike,
  stop: TensorLike,
  { num = 50, endpoint = true, dtype = null, axis = 0 }: LinspaceOptions = {},
): Tensor {
  if (!Number.isInteger(num) || num < 0) throw argumentError("linspace", "num", "be a non-negative integer", num);
  return tf.tidy(() => {
    const [from, to] = operands("linspace", [start, stop], "float") as [Tensor, Tensor];
    const count = endpoint ? num - 1 : num;
    const steps = Float32Array.from({ length: num }, (_, i) => (count === 0 ? 0 : i / count));
    const range = tf.sub(to, from);
    const shares = tf.reshape(tf.tensor1d(steps), [num, ...Array<number>(range.rank).fill(1)]);
    // both ends weigh in, so that the last number is exactly `stop`
    const values = tf.add(tf.mul(from, tf.sub(1, shares)), tf.mul(to, shares));
    const place = axis < 0 ? axis + values.rank : axis;
    const order = Array.from({ length: range.rank }, (_, i) => i + 1).toSpliced(place, 0, 0);
    const placed = place === 0 ? values : tf.transpose(values, order);
    const type = dtype === null ? "float32" : standardizeDType(dtype, "call ops.linspace");
    return isFloat(type) ? placed : as(tf.floor(placed), type);
  });
}
