import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { fusedDense } from "../fused/dense.ts";
import { adamUpdate } from "../fused/optimizers/adam.ts";
import { countUp } from "../fused/optimizers/bias-correction.ts";
import { sgdUpdate } from "../fused/optimizers/sgd.ts";
import { start } from "../start.ts";
import { guardNumber, hostScalar, hostTensor, isRecording, readNumber, recordEffect, refuseRecording } from "./host.ts";
import type { Program } from "./program.ts";
import { compileRecordings, recordStep } from "./record.ts";

type Step = (x: tf.Tensor) => tf.Tensor | undefined;

const values = (k: number) => Float32Array.of(k, -k, k / 3, 1);
const tensorOf = (k: number) => tf.tensor1d(values(k));

function run(step: Step, k: number): number[] | undefined {
  return tf.tidy(() => {
    const result = step(tensorOf(k));
    return (result ? [...result.dataSync()] : undefined) as never;
  });
}
function record(step: Step, k: number) {
  let recording: ReturnType<typeof recordStep>["recording"] | undefined;
  tf.tidy(() => {
    const x = tensorOf(k);
    recording = recordStep([x], () => {
      const result = step(x);
      return { value: undefined, results: result ? [result] : [] };
    }).recording;
  });
  return recording!;
}
/** A program of steps that run on 1 and on 2, after one that only runs. */
function compile(step: Step): Program | string {
  run(step, 0);
  const first = record(step, 1);
  return compileRecordings(first, record(step, 2));
}
function programOf(step: Step): Program {
  const program = compile(step);
  if (typeof program === "string") throw new Error(program);
  return program;
}
function replay(program: Program, k: number): number[] {
  expect(program.replay([values(k)])).toBe(true);
  return [...(program.results()[0]?.values ?? [])];
}

describe("a recorded step", () => {
  beforeAll(() => start());

  it("gives for other inputs what the step gives", () => {
    const step: Step = (x) => tf.softmax(tf.add(tf.mul(x, 3), tf.sum(tf.exp(x))));
    const program = programOf(step);
    for (const k of [3, 4, -2, Number.NaN, Number.POSITIVE_INFINITY]) expect(replay(program, k)).toEqual(run(step, k));
    program.dispose();
  });

  it("changes variables in place and by assignment, from the values they have", () => {
    const make = () => [tf.variable(tf.tensor1d([1, 2, 3, 4])), tf.variable(tf.scalar(0))] as const;
    const stepOf =
      ([w, total]: ReturnType<typeof make>): Step =>
      (x) => {
        sgdUpdate([w], [x], { learningRate: 0.5 });
        total.assign(tf.add(total, tf.sum(w)));
        return undefined;
      };
    const [eager, recorded] = [make(), make()];
    for (const k of [0, 1, 2, 3, 4]) run(stepOf(eager), k);
    const program = programOf(stepOf(recorded));
    for (const k of [3, 4]) replay(program, k);
    expect(recorded.map((v) => [...v.dataSync()])).toEqual(eager.map((v) => [...v.dataSync()]));
    // assigned from outside: the next step goes on from there, and the clone of before keeps what it had
    const clone = recorded[0].clone();
    const before = [...clone.dataSync()];
    for (const [w] of [eager, recorded]) w.assign(tf.tensor1d([9, 9, 9, 9]));
    run(stepOf(eager), 5);
    replay(program, 5);
    expect([...recorded[0].dataSync()]).toEqual([...eager[0].dataSync()]);
    expect([...clone.dataSync()]).toEqual(before);
    program.dispose();
    expect([...recorded[0].dataSync()]).toEqual([...eager[0].dataSync()]);
    run(stepOf(recorded), 6);
    run(stepOf(eager), 6);
    expect([...recorded[0].dataSync()]).toEqual([...eager[0].dataSync()]);
  });

  it("leaves clones and views of a variable as they are", () => {
    const w = tf.variable(tf.tensor1d([1, 1, 1, 1]));
    const program = programOf((x) => {
      sgdUpdate([w], [x], { learningRate: 1 });
      return undefined;
    });
    const [clone, view] = [w.clone(), tf.reshape(w, [2, 2])];
    const before = [...w.dataSync()];
    replay(program, 3);
    replay(program, 3);
    expect([...clone.dataSync()]).toEqual(before);
    expect([...view.dataSync()]).toEqual(before);
    expect([...w.dataSync()]).toEqual(
      before.map((value, i) => Math.fround(Math.fround(value - values(3)[i]!) - values(3)[i]!)),
    );
    program.dispose();
  });

  it("asks the host anew for values and effects, in order, and counts in memory", () => {
    const make = () => ({
      w: tf.variable(tf.tensor1d([1, 2, 3, 4])),
      m: tf.variable(tf.zeros([4])),
      v: tf.variable(tf.zeros([4])),
      count: tf.variable(tf.scalar(0, "int32")),
      n: 0,
    });
    const stepOf =
      (is: ReturnType<typeof make>): Step =>
      (x) => {
        const noise = hostTensor(() => Float32Array.from({ length: 4 }, (_, i) => is.n + i), [4]);
        adamUpdate([is.w], [tf.mul(x, noise)], {
          learningRate: hostScalar(() => 0.1 / (1 + is.n)),
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-7,
          iterations: is.count,
          momentums: [is.m],
          velocities: [is.v],
        });
        countUp(is.count);
        recordEffect(() => {
          is.n++;
        });
        return tf.add(is.w, noise);
      };
    const [eager, recorded] = [make(), make()];
    for (const k of [0, 1, 2]) run(stepOf(eager), k);
    const program = programOf(stepOf(recorded));
    for (const k of [3, 4, 5]) expect(replay(program, k)).toEqual(run(stepOf(eager), k));
    expect(recorded.n).toBe(eager.n);
    expect(recorded.count.dataSync()).toEqual(eager.count.dataSync());
    program.dispose();
  });

  it("reads numbers after the step", () => {
    const step: Step = (x) => {
      readNumber("largest", tf.max(x));
      tf.square(tf.exp(x)); // takes memory after it was read
      return undefined;
    };
    const program = programOf(step);
    expect([5, -2].map((k) => [replay(program, k), program.numbers()][1])).toEqual([[5], [2]]);
    program.dispose();
  });

  it("is refused when what the host does is not the same in two steps", () => {
    let n = 0;
    expect(compile((x) => tf.add(x, ++n))).toBe("a value that the host makes changes from step to step");
    expect(compile((x) => (++n % 2 ? tf.exp(x) : tf.neg(x)))).toMatch(
      /^(the kernel|an argument) .* changes from step to step$/,
    );
    expect(compile((x) => (++n % 2 ? tf.add(x, x) : tf.add(x, tf.zeros([4]))))).toContain("changes from step to step");
    expect(compile(() => void guardNumber("the answer", () => ++n) as undefined)).toBe(
      "the answer, read on the host, changes from step to step",
    );
  });

  it("is refused when values are read on the host, and by request", () => {
    expect(compile((x) => tf.mul(x, tf.sum(x).dataSync()[0]!))).toBe("values of a tensor are read on the host");
    const refusing: Step = (x) => {
      refuseRecording("not today");
      return x;
    };
    expect(compile(refusing)).toBe("not today");
    expect(compile((x) => tf.add(x, tf.variable(tf.scalar(1))))).toBe("variables are made or disposed of");
  });

  it("is not replayed when a number that it rests on has changed, or a variable is gone", () => {
    let rate = 2;
    const w = tf.variable(tf.scalar(1));
    const program = programOf((x) =>
      tf.mul(
        tf.mul(x, w),
        guardNumber("rate", () => rate),
      ),
    );
    expect(replay(program, 3)[0]).toBe(6);
    rate = 3;
    expect(program.replay([values(3)])).toBe(false);
    rate = 2;
    w.dispose();
    expect(program.replay([values(3)])).toBe(false);
    program.dispose();
  });

  it("goes on when memory grows between replays and during one", () => {
    const step: Step = (x) => tf.relu(tf.add(x, 1));
    const program = programOf(step);
    const memory = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
    const before = memory();
    const large = [tf.zeros([1 << 24]), tf.zeros([1 << 24])];
    expect(memory()).toBeGreaterThan(before);
    expect(replay(program, 7)).toEqual(run(step, 7));
    for (const tensor of large) tensor.dispose();
    program.dispose();
    let grown: tf.Tensor[] = [];
    const growing = programOf((x) => {
      recordEffect(() => {
        grown = [...grown, tf.keep(tf.zeros([1 << 24]))];
      });
      return tf.add(x, 1);
    });
    expect(replay(growing, 1)).toEqual([2, 0, Math.fround(1 / 3 + 1), 2].map(Math.fround));
    for (const tensor of grown) tensor.dispose();
    growing.dispose();
  });

  it("uses memory again that is not in use any more", () => {
    const program = programOf((x) => Array.from({ length: 20 }).reduce<tf.Tensor>((y) => tf.cos(y), x));
    const { bytes, plannedBytes, stockCalls, commands } = program.statistics;
    expect(stockCalls + commands).toBe(20);
    expect(plannedBytes).toBeLessThan(bytes / 5);
    program.dispose();
  });

  it("leaves no tensors and no memory behind", () => {
    const w = tf.variable(tf.ones([1000, 100]));
    const b = tf.variable(tf.zeros([100]));
    const step = (x: tf.Tensor) => {
      const y = fusedDense(tf.tile(tf.reshape(x, [1, 4]), [8, 250]), w, { bias: b, activation: "relu" });
      w.assign(tf.add(w, tf.mean(y)));
      return undefined;
    };
    const wasm = (tf.backend() as unknown as { wasm: { _malloc(bytes: number): number; _free(address: number): void } })
      .wasm;
    /** Where a large block comes to lie: further on, the more memory is in use. */
    const top = () => {
      const address = wasm._malloc(1 << 22) >>> 0;
      wasm._free(address);
      return address;
    };
    const once = () => programOf(step).dispose();
    once();
    const [tensors, address] = [tf.memory().numTensors, top()];
    for (let i = 0; i < 5; i++) once();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(top()).toBeLessThanOrEqual(address + (1 << 20));
  });

  it("says when a step is recorded", () => {
    const seen: boolean[] = [];
    const program = programOf((x) => {
      seen.push(isRecording());
      return tf.neg(x);
    });
    expect(seen).toEqual([false, true, true]);
    program.dispose();
  });

  it("passes errors on, and can be recorded the next time", () => {
    let fails = true;
    const step: Step = (x) => {
      if (fails) throw new RangeError("no");
      return tf.neg(x);
    };
    expect(() => record(step, 1)).toThrow(new RangeError("no"));
    fails = false;
    const program = programOf(step);
    expect(replay(program, 3)[0]).toBe(-3);
    program.dispose();
  });
});
