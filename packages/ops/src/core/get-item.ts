import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";
import { indexedShape, type Key, type KeyPart, planIndex } from "./_indexing.ts";

export type { Key, KeyPart };

/**
 * Part of a tensor, by an index for each axis: a number takes one slice and drops the axis, a {@link Slice} takes a
 * range, null makes a new axis, and `"..."` stands for all axes in between.
 *
 * @throws {ShapeError} when there are more indices than axes, or one reaches out of the tensor.
 * @see {@link https://keras.io/api/ops/numpy/#getitem-function | keras.ops.get_item}
 * @example
 * getItem([[1, 2], [3, 4]], [new Slice(), 0]); // [1, 3]
 * getItem([1, 2, 3], -1); // 3
 */
export const getItem = /* @__PURE__ */ defineOp<[x: Tensor, key: Key], object, Tensor>({
  className: "GetItem",
  module: "numpy",
  tensors: ["x", "key"],
  raw: true,
  call: (x: Tensor, key: Key) => {
    const source = asTensor("getItem", x);
    const steps = planIndex(key, source.shape);
    const begin: number[] = [];
    const size: number[] = [];
    const backwards: number[] = [];
    steps.ranges.forEach(({ start, count, step }, axis) => {
      if (step < 0) backwards.push(axis);
      const reach = count === 0 ? 0 : (count - 1) * Math.abs(step) + 1;
      begin.push(step < 0 && count > 0 ? start + (count - 1) * step : start);
      size.push(reach);
    });
    let part = tf.slice(source, begin, size);
    if (backwards.length > 0) part = tf.reverse(part, backwards);
    steps.ranges.forEach(({ count, step }, axis) => {
      if (Math.abs(step) === 1 || count < 2) return;
      const places = Int32Array.from({ length: count }, (_, i) => i * Math.abs(step));
      part = tf.gather(part, tf.tensor1d(places, "int32"), axis);
    });
    return tf.reshape(part, steps.shape as number[]);
  },
  spec: (x: unknown, key: Key) => spec(indexedShape(key, specOf(x).shape), specOf(x).dtype),
});
