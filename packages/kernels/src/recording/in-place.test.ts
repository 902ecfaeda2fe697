import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { start } from "../start.ts";
import { roomFor } from "./arena.ts";
import { compileRecordings, recordStep } from "./record.ts";

const size = 10_000; // more than two pieces of 4096: the end of the array is a command of its own
const room = roomFor(4 * size);

/** Bytes that a step's buffers take, besides its input; its result must be what the step gives, bit by bit. */
function planned(body: (x: tf.Tensor) => tf.Tensor): number {
  const step = (x: tf.Tensor) => tf.add(tf.reshape(body(x), [size]), x); // the input is in use to the end
  const input = (k: number) => Float32Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i * k)));
  const record = (k: number) =>
    tf.tidy(() => {
      const x = tf.tensor1d(input(k));
      return recordStep([x], () => ({ value: undefined, results: [step(x)] })).recording as never;
    }) as ReturnType<typeof recordStep>["recording"];
  const program = compileRecordings(record(1), record(2));
  if (typeof program === "string") throw new Error(program);
  for (const k of [3, 4, 4]) {
    program.replay([input(k)]);
    const expected = tf.tidy(() => step(tf.tensor1d(input(k))).dataSync() as never) as Float32Array;
    expect(program.results()[0]!.values).toEqual(expected);
  }
  const { plannedBytes } = program.statistics;
  program.dispose();
  return plannedBytes - room;
}

describe("an output takes the memory of an input", () => {
  beforeAll(() => start());

  it("whose last use that is, through whole chains", () => {
    const row = tf.tensor1d([0.5]);
    expect(planned((x) => tf.tanh(tf.exp(tf.sub(tf.mul(x, row), 1))))).toBe(room);
    expect(planned((x) => tf.maximum(tf.add(x, 1), tf.sub(x, 1)))).toBe(2 * room);
    row.dispose();
  });
  it("in gradients and in rows as well", () => {
    const slope = (x: tf.Tensor) => tf.grad((v) => tf.sum(tf.sigmoid(tf.mul(v, 2))))(x);
    expect(planned((x) => tf.softmax(tf.mul(tf.reshape(x, [100, 100]), 3)))).toBe(room);
    expect(planned(slope)).toBeLessThan(3 * room);
  });
  it("but not if that is the step's, is used again, or is read in another place", () => {
    expect(planned((x) => tf.neg(x))).toBe(room);
    const again = (x: tf.Tensor) => {
      const y = tf.add(x, 1);
      return tf.add(tf.mul(tf.exp(y), 2), y);
    };
    expect(planned(again)).toBe(2 * room);
    expect(planned((x) => tf.reverse(tf.add(x, 1)))).toBe(2 * room);
    const square = (x: tf.Tensor) => {
      const y = tf.reshape(tf.add(x, 1), [100, 100]);
      return tf.mul(y, y);
    };
    expect(planned(square)).toBe(2 * room);
  });
});
