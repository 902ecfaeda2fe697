import type { Tensor } from "@hornbeam/core";
import { choose } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { broadcastShapes } from "../_spec.ts";

/** `a` where the test holds and `b` elsewhere; a gradient goes to the one that was taken, and nothing to the other. */
export function select(test: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes("where", test.shape, a.shape, b.shape) as number[];
  const whole = (x: Tensor): Tensor => (x.rank === 0 ? x : spread(x, shape)); // one number is not repeated
  return choose(spread(test, shape), whole(a), whole(b));
}

/** The tensor in a shape to which it broadcasts: itself if it has that one. */
export function spread(x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.join() === shape.join()) return x;
  if (x.dtype === "string") return tf.broadcastTo(x, [...shape]);
  // adding to zeros broadcasts a hundred times as fast as the kernel that TensorFlow.js repeats tensors with
  if (x.dtype === "bool") return tf.cast(spread(tf.cast(x, "int32"), shape), "bool");
  return tf.add(tf.zeros([...shape], x.dtype), x);
}
