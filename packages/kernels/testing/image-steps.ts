// Steps on a small image, recorded and replayed.
import * as tf from "@hornbeam/kernels/tfjs";
import { expect } from "vitest";
import { fusedConv2d } from "../src/fused/conv2d.ts";
import type { Program } from "../src/recording/program.ts";
import { compileRecordings, recordStep } from "../src/recording/record.ts";

/** A step of one input, an image. */
export type Step = (x: tf.Tensor4D) => tf.Tensor;

const shape = [1, 12, 12, 4] as const;
export const input = (k: number) => Float32Array.from({ length: 576 }, (_, i) => Math.sin(i * k));
export const filterOf = (k: number, size = 3) =>
  tf.tensor4d(
    Float32Array.from({ length: size * size * 32 }, (_, i) => Math.cos(i * k)),
    [size, size, 4, 8],
  );
export const conv = (x: tf.Tensor4D, filter: tf.Tensor): tf.Tensor4D =>
  fusedConv2d(x, filter as tf.Tensor4D, { pad: "same" }) as tf.Tensor4D;

/** A program of steps that run on 1 and on 2, after one on 0.5 that is not recorded. */
export function programOf(step: Step): Program {
  eager(step, 0.5);
  const record = (k: number) =>
    tf.tidy(() => {
      const x = tf.tensor4d(input(k), [...shape]);
      return recordStep([x], () => ({ value: undefined, results: [step(x)] })).recording as never;
    }) as ReturnType<typeof recordStep>["recording"];
  const program = compileRecordings(record(1), record(2));
  if (typeof program === "string") throw new Error(program);
  return program;
}
/** The result of a replay on one more input. */
export function replay(program: Program, k: number) {
  expect(program.replay([input(k)])).toBe(true);
  return program.results()[0]?.values;
}
/** What the step gives without a recording. */
export function eager(step: Step, k: number) {
  return tf.tidy(() => step(tf.tensor4d(input(k), [...shape])).dataSync() as never) as Float32Array;
}
