import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { select } from "../numpy/_select.ts";

export type SamplingKernel = "linear" | "cubic" | "lanczos3" | "lanczos5";

interface Sampling {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Scalars: the output is the input scaled and then moved. */
  readonly scale: Tensor;
  readonly translation: Tensor;
  readonly kernel: SamplingKernel;
  readonly antialias: boolean;
}

/** float32's distance from 1 to the next number, a thousandfold: sums of weights below are taken for zero. */
const negligible = 1000 * 2 ** -23;

/**
 * Weights `[inputSize, outputSize]` with which the elements of an axis make those of the scaled and moved one: the kernel
 * around each output's place in the input, made to sum to 1, and 0 where that place is outside.
 */
export function samplingWeights({ inputSize, outputSize, scale, translation, kernel, antialias }: Sampling): Tensor {
  const inverse = tf.div(1, scale);
  const centers = tf.add(tf.range(0, outputSize, 1, "float32"), 0.5);
  const places = tf.sub(tf.sub(tf.mul(centers, inverse), tf.mul(translation, inverse)), 0.5);
  const inputs = tf.reshape(tf.range(0, inputSize, 1, "float32"), [inputSize, 1]);
  const distances = tf.abs(tf.sub(tf.reshape(places, [1, outputSize]), inputs));
  const weights = kernels[kernel](antialias ? tf.div(distances, tf.maximum(inverse, 1)) : distances);
  const sums = tf.sum(weights, 0, true);
  const some = tf.greater(tf.abs(sums), negligible);
  const inside = tf.logicalAnd(tf.greaterEqual(places, -0.5), tf.lessEqual(places, inputSize - 0.5));
  const known = tf.logicalAnd(some, tf.reshape(inside, [1, outputSize]));
  return select(known, tf.div(weights, select(known, sums, tf.scalar(1))), tf.scalar(0));
}

const kernels: Readonly<Record<SamplingKernel, (distance: Tensor) => Tensor>> = {
  linear: (x) => tf.relu(tf.sub(1, x)),
  cubic,
  lanczos3: (x) => lanczos(3, x),
  lanczos5: (x) => lanczos(5, x),
};

/** Keys' cubic with `a = -1/2`. */
function cubic(x: Tensor): Tensor {
  const near = tf.add(tf.mul(tf.mul(tf.sub(tf.mul(x, 1.5), 2.5), x), x), 1);
  const far = tf.add(tf.mul(tf.sub(tf.mul(tf.add(tf.mul(x, -0.5), 2.5), x), 4), x), 2);
  return select(tf.less(x, 1), near, select(tf.less(x, 2), far, tf.scalar(0)));
}

/** `sinc(x) · sinc(x / radius)` within the radius. */
function lanczos(radius: number, x: Tensor): Tensor {
  const away = tf.greater(x, 1e-3);
  const safe = select(away, x, tf.scalar(1));
  const waves = tf.mul(tf.sin(tf.mul(safe, Math.PI)), tf.sin(tf.mul(safe, Math.PI / radius)));
  const windowed = tf.div(tf.mul(waves, radius), tf.mul(tf.square(safe), Math.PI ** 2));
  return select(tf.greater(x, radius), tf.scalar(0), select(away, windowed, tf.scalar(1)));
}
