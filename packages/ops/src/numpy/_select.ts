import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { broadcastShapes } from "../_spec.ts";

/** `a` where the test holds and `b` elsewhere; a gradient goes to the one that was taken, and nothing to the other. */
export function select(test: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes("where", test.shape, a.shape, b.shape) as number[];
  const [condition, yes, no] = [test, a, b].map((x) => spread(x, shape)) as [Tensor, Tensor, Tensor];
  if (a.dtype !== "float32") return tf.where(condition, yes, no);
  const withGradient = tf.customGrad((first, second, save) => {
    (save as (tensors: Tensor[]) => void)([condition]);
    const gradFunc = (dy: Tensor, [chosen]: Tensor[]): Tensor[] => [
      tf.where(chosen!, dy, tf.zerosLike(dy)),
      tf.where(chosen!, tf.zerosLike(dy), dy),
    ];
    return { value: tf.where(condition, first as Tensor, second as Tensor), gradFunc };
  });
  return withGradient(yes, no);
}

/** The tensor in a shape to which it broadcasts: itself if it has that one. */
export function spread(x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.join() === shape.join()) return x;
  if (x.dtype === "string") return tf.broadcastTo(x, [...shape]);
  // adding to zeros broadcasts a hundred times as fast as the kernel that TensorFlow.js repeats tensors with
  if (x.dtype === "bool") return tf.cast(spread(tf.cast(x, "int32"), shape), "bool");
  return tf.add(tf.zeros([...shape], x.dtype), x);
}
