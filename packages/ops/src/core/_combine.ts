import type { Tensor } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";

type Way = "max" | "min" | "mul";

const ways: Readonly<Record<Way, (a: number, b: number) => number>> = {
  max: Math.max,
  min: Math.min,
  mul: (a, b) => a * b,
};

/** The tensor with updates combined into its elements at indices, on the host, one after the other. */
export function combined(inputs: Tensor, indices: Tensor, updates: Tensor, way: Way): Tensor {
  if (inputs.dtype !== "float32") return combine(inputs, indices, updates, ways[way]);
  const withGradient = tf.customGrad((x, u, save) => {
    const value = combine(x as Tensor, indices, u as Tensor, ways[way]);
    (save as (tensors: Tensor[]) => void)([x as Tensor, u as Tensor, value, indices]);
    const gradFunc = (dy: Tensor, [input, update, result, places]: Tensor[]): Tensor[] =>
      way === "mul"
        ? productGradient(dy, input!, places!, update!)
        : shareGradient(dy, [input!, update!, result!], places!);
    return { value, gradFunc };
  });
  return withGradient(inputs, updates);
}

function combine(inputs: Tensor, indices: Tensor, updates: Tensor, f: (a: number, b: number) => number): Tensor {
  const depth = indices.shape.at(-1)!;
  const slice = inputs.shape.slice(depth).reduce((all, size) => all * size, 1);
  return hostWork([inputs, indices, updates], inputs.shape, inputs.dtype as "float32", (given, places, values) => {
    const data = given!.slice();
    for (let row = 0; row < values!.length / slice; row++) {
      let start = 0;
      for (let axis = 0; axis < depth; axis++) start = start * inputs.shape[axis]! + places![row * depth + axis]!;
      combineSlice(data, start * slice, values!.subarray(row * slice, (row + 1) * slice), f);
    }
    return data;
  });
}
function combineSlice(data: HostValues, start: number, slice: HostValues, f: (a: number, b: number) => number): void {
  for (let k = 0; k < slice.length; k++) data[start + k] = f(data[start + k]!, slice[k]!);
}

/** All that are the extreme of their place, the element and updates, share its gradient. */
function shareGradient(dy: Tensor, [x, u, y]: [Tensor, Tensor, Tensor], indices: Tensor): Tensor[] {
  const own = tf.cast(tf.equal(x, y), "float32");
  const updated = tf.cast(tf.equal(u, tf.gatherND(y, indices)), "float32");
  const count = tf.add(own, tf.scatterND(indices, updated, y.shape));
  const share = tf.div(dy, tf.maximum(count, 1));
  return [tf.mul(own, share), tf.mul(updated, tf.gatherND(share, indices))];
}

/** Each gets the product of the others: also where one of them is 0, or is 0 itself. */
function productGradient(dy: Tensor, x: Tensor, indices: Tensor, u: Tensor): Tensor[] {
  const isZero = (one: Tensor): Tensor => tf.equal(one, 0);
  const orOne = (one: Tensor): Tensor => tf.where(isZero(one), tf.onesLike(one), one);
  const zero = (one: Tensor): Tensor => tf.cast(isZero(one), "float32");
  const product = combine(orOne(x), indices, orOne(u), ways.mul);
  const zeros = tf.add(zero(x), tf.scatterND(indices, zero(u), x.shape));
  const others = (one: Tensor, all: Tensor, count: Tensor): Tensor =>
    tf.where(tf.equal(count, zero(one)), tf.div(all, orOne(one)), tf.zerosLike(one));
  const at = (one: Tensor): Tensor => tf.gatherND(one, indices);
  return [tf.mul(dy, others(x, product, zeros)), tf.mul(at(dy), others(u, at(product), at(zeros)))];
}
