import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compiled, programOf, recordingOf, replayed } from "../../testing/programs.ts";
import { drawUniform } from "../random/draw.ts";
import { nextKey } from "../random/next-key.ts";
import { start } from "../start.ts";
import { limits } from "../threads/chunks.ts";
import { setThreads } from "../threads/threads.ts";
import { hostWork } from "./host-work.ts";
import { onlyOne } from "./only-one.ts";

const own = { ...limits };

describe.each([1, 2])("one of several parts of a step, %i threads", (threads) => {
  beforeAll(async () => {
    await start();
    await setThreads(threads);
    Object.assign(limits, { alone: 0, shortest: 0, trials: false }); // everything is shared, as small as it goes
    return () => Object.assign(limits, own);
  });
  const number = (k: number) => Int32Array.of(k);
  /** Parts of kernels of ours, of TensorFlow.js', of draws and of JavaScript; the number comes with each step. */
  const step = (state: tf.Variable) => (given: tf.Tensor) => {
    const which = tf.reshape(given, []);
    const x = tf.tensor1d([1, 2, 3, 4]);
    const parts = [
      () => [tf.mul(tf.add(x, 1), 2)],
      () => [tf.reshape(tf.image.flipLeftRight(tf.reshape(x, [1, 2, 2, 1]) as tf.Tensor4D), [4])],
      () => [tf.add(x, drawUniform(nextKey(state), [4]))],
      () => [hostWork([x], [4], "float32", (values) => Float32Array.from(values!, Math.sqrt))],
      () => [x],
    ];
    const [y] = onlyOne(which, parts, { like: [x] });
    return tf.add(y!, onlyOne(which, parts, { like: [x] })[0]!);
  };

  it("is the one that the number says with each replay, as eagerly, and the others leave no trace", () => {
    const states = [0, 1].map(() => tf.variable(tf.tensor1d([7, 0], "int32"))) as [tf.Variable, tf.Variable];
    const eager = (k: number) => tf.tidy(() => [...step(states[0])(tf.tensor1d([k], "int32")).dataSync()]);
    for (let i = 0; i < 3; i++) eager(2);
    const before = tf.memory().numTensors;
    const program = programOf([number(2)], step(states[1]) as never);
    expect(tf.memory().numTensors).toBe(before);
    for (const k of [0, 2, 1, 3, 4, 2, 2, 0]) {
      const wanted = eager(k);
      expect(replayed(program, number(k))).toEqual(wanted);
      if (k === 0) expect(wanted).toEqual([8, 12, 16, 20]);
      expect([...states[1].dataSync()]).toEqual([...states[0].dataSync()]);
    }
    expect(states[1].dataSync()[1]).toBe(12);
    program.dispose();
    tf.dispose(states);
  });
  it("is the only one that is done while a step is recorded", () => {
    let calls = 0;
    const part = () => [hostWork([], [], "float32", () => Float32Array.of(++calls))];
    const step = (given: tf.Tensor) => onlyOne(tf.reshape(given, []), [part, part, part], { like: [tf.scalar(0)] })[0]!;
    const program = programOf([number(1)], step as never);
    expect(calls).toBe(3);
    expect([0, 1, 2].map((k) => replayed(program, number(k)))).toEqual([[4], [5], [6]]);
    program.dispose();
  });
  it("may make several tensors, of any type", () => {
    const program = programOf([number(0)], ((given: tf.Tensor) => {
      const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([true, false], "bool")];
      const parts = [() => [a, b], () => [tf.neg(a), tf.logicalNot(b)]];
      const [x, flags] = onlyOne(tf.reshape(given, []), parts, { like: [a, b] });
      return tf.add(x!, tf.cast(flags!, "float32"));
    }) as never);
    expect([0, 1, 0].map((k) => replayed(program, number(k)))).toEqual([[2, 2], [-1, -1], [2, 2]]); // biome-ignore format: three replays
    program.dispose();
  });
});

describe("one of several parts", () => {
  beforeAll(() => start());

  it("is done by itself in an eager step, with its gradient", () => {
    const parts = (x: tf.Tensor) => [() => [tf.neg(x)], () => [tf.square(x)]];
    const f = (x: tf.Tensor) => onlyOne(tf.scalar(1, "int32"), parts(x), { like: [x] })[0]!;
    const before = tf.memory().numTensors;
    const x = tf.scalar(3);
    const [y, dx] = [tf.tidy(() => f(x)), tf.grad(f)(x)];
    expect([y.dataSync()[0], dx.dataSync()[0]]).toEqual([9, 6]);
    tf.dispose([x, y, dx]);
    expect(tf.memory().numTensors).toBe(before);
  });
  it("refuses a number that no part has", () => {
    expect(() => onlyOne(tf.scalar(2, "int32"), [() => [], () => []], { like: [] })).toThrow(
      "Cannot do one of 2 parts: it must be one of them, received number 2",
    );
  });
  it("is not recorded where gradients go through it, or where parts make other shapes", () => {
    const w = tf.variable(tf.scalar(2));
    const trained = (chosen: number) => () => {
      const { grads } = tf.variableGrads(() => {
        const x = tf.mul(w, 3);
        const flat = () => [hostWork([x], [], "float32", () => Float32Array.of(1))]; // has no gradient
        const [y] = onlyOne(tf.scalar(chosen, "int32"), [() => [tf.square(x)], flat], { like: [x] });
        return tf.add(tf.square(w), y!) as tf.Scalar;
      });
      return Object.values(grads)[0];
    };
    const why = "gradients go through it, and what it does is drawn in each step";
    expect([0, 1].map((k) => recordingOf([], trained(k)).reason)).toEqual([why, why]);
    const uneven = compiled([], () => {
      const x = tf.tensor1d([1, 2]);
      const [y] = onlyOne(tf.scalar(0, "int32"), [() => [tf.neg(x)], () => [tf.sum(x)]], { like: [x] });
      expect([...y!.dataSync()]).toEqual([-1, -2]);
      return y!;
    });
    expect(uneven).toBe("one of several parts makes tensors of other shapes or types");
    w.dispose();
  });
});
