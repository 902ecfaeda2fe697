import { type DType, defineOp, isFloat, type Op, standardizeDType, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as, operands } from "../_operands.ts";
import { argumentError, broadcastShapes, floatType, spec, specOf } from "../_spec.ts";

/** Options of {@link linspace}. */
export interface LinspaceOptions {
  num: number;
  /** Whether `stop` is the last number: yes unless told. */
  endpoint: boolean;
  /** Whether the distance between neighbours is given as well: `[numbers, distance]`. */
  retstep: boolean;
  dtype: DType | null;
  /** Where the new axis stands in the result: first unless told. */
  axis: number;
}

/**
 * Numbers at equal distances from `start` to `stop`, 50 of them unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#linspace-function | keras.ops.linspace}
 * @example
 * linspace(0, 1, { num: 3 }); // [0, 0.5, 1]
 */
export const linspace = /* @__PURE__ */ defineOp<
  [start: Tensor, stop: Tensor],
  LinspaceOptions,
  Tensor | [numbers: Tensor, distance: Tensor]
>({
  className: "Linspace",
  module: "numpy",
  tensors: ["start", "stop"],
  options: { num: 50, endpoint: true, retstep: false, dtype: null, axis: 0 },
  raw: true,
  call: (start, stop, { num, endpoint, retstep, dtype, axis }) => {
    checkNum(num);
    const [from, to] = operands("linspace", [start, stop], "float") as [Tensor, Tensor];
    const count = endpoint ? num - 1 : num;
    const steps = Float32Array.from({ length: num }, (_, i) => (count === 0 ? 0 : i / count));
    const rank = Math.max(from.rank, to.rank);
    const shares = tf.reshape(tf.tensor1d(steps), [num, ...Array<number>(rank).fill(1)]);
    // both ends weigh in, so that the last number is exactly `stop`
    const values = tf.add(tf.mul(from, tf.sub(1, shares)), tf.mul(to, shares));
    const place = frontAxis("linspace", axis, rank + 1);
    const order = Array.from({ length: rank }, (_, i) => i + 1).toSpliced(place, 0, 0);
    const placed = place === 0 ? values : tf.transpose(values, order);
    const type = dtype === null ? "float32" : standardizeDType(dtype, "call ops.linspace");
    const numbers = isFloat(type) ? placed : as(tf.floor(placed), type);
    return retstep ? [numbers, tf.div(tf.sub(to, from), count > 0 ? count : Number.NaN)] : numbers;
  },
  spec: (start: unknown, stop: unknown, { num, retstep, dtype, axis }: LinspaceOptions) => {
    checkNum(num);
    const [from, to] = [specOf(start), specOf(stop)];
    const shape = broadcastShapes("linspace", from.shape, to.shape);
    const sizes = shape.toSpliced(frontAxis("linspace", axis, shape.length + 1), 0, num);
    const float = floatType(from.dtype, to.dtype);
    const numbers = spec(sizes, dtype === null ? float : standardizeDType(dtype));
    return retstep ? [numbers, spec(shape, float)] : numbers;
  },
}) as unknown as Linspace; // the result's type follows the option

type WithStep<Step extends boolean> = Omit<LinspaceOptions, "retstep"> & { retstep: Step };
type Linspace = Op<[start: Tensor, stop: Tensor], WithStep<false>, Tensor> &
  Op<[start: Tensor, stop: Tensor], WithStep<true>, [numbers: Tensor, distance: Tensor]>;

function checkNum(num: number): void {
  if (!Number.isInteger(num) || num < 0) throw argumentError("linspace", "num", "be a non-negative integer", num);
}
