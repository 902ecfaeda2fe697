import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { conv, eager, filterOf, input, programOf, replay, type Step } from "../../testing/image-steps.ts";
import { adamUpdate } from "../fused/optimizers/adam.ts";
import { sgdUpdate } from "../fused/optimizers/sgd.ts";
import { clearVariables, copyVariables } from "../fused/optimizers/weights.ts";
import { start } from "../start.ts";
import { setThreads } from "../threads/threads.ts";
import { hostTensor, recordEffect } from "./host.ts";
import type { Instruction } from "./instruction.ts";
import { prologueFirst, type WithPrologue } from "./prologue.ts";
import { recordStep } from "./record.ts";

/** What the last program was built of. */
const built = vi.hoisted(() => ({ step: undefined as WithPrologue | undefined }));
vi.mock("./build-program.ts", async (original) => {
  const real = await original<typeof import("./build-program.ts")>();
  const buildProgram: typeof real.buildProgram = (runtime, places, step) => {
    built.step = step;
    return real.buildProgram(runtime, places, step);
  };
  return { ...real, buildProgram };
});

const nameOf = (instruction: Instruction) => (instruction.kind === "command" ? instruction.command : instruction.kind);
/** The commands before the others, and those. */
function parts({ instructions, prologue } = built.step!) {
  const names = instructions.map(nameOf);
  return { before: names.slice(0, prologue), rest: names.slice(prologue) };
}

describe("the prologue of a program", () => {
  beforeAll(() => start());

  it("has what follows from variables and constants alone, and keeps that", () => {
    const [w, v] = [tf.variable(filterOf(1)), tf.variable(tf.tensor1d([1, 4, 9, 16, 25, 36, 49, 64]))];
    const step: Step = (x) => tf.mul(conv(x, w), tf.rsqrt(tf.add(v, 0.5)));
    const program = programOf(step);
    expect(parts()).toEqual({ before: ["packFilter", "binary", "unary"], rest: ["conv2d", "binary"] });
    expect(built.step!.kept.size).toBe(2); // not the sum, of which only the prologue makes something
    expect(program.statistics).toMatchObject({ commands: 5, prologueCommands: 3 });
    for (const k of [3, 4, Number.NaN, 4]) expect(replay(program, k)).toEqual(eager(step, k));
    program.dispose();
    tf.dispose([w, v]);
  });

  it("has nothing that inputs, values of the host or variables reach which the step changes", () => {
    const [w, total] = [tf.variable(filterOf(1)), tf.variable(tf.scalar(2))];
    const cases: [Step, string[]][] = [
      [(x) => tf.add(x, tf.exp(tf.sum(x))), []],
      [(x) => tf.add(x, tf.exp(hostTensor(() => Float32Array.of(2), [1]))), []],
      [
        (x) => {
          const y = tf.add(x, tf.exp(total));
          total.assign(tf.sum(y));
          return y;
        },
        [],
      ],
      [
        (x) => {
          const y = conv(x, w);
          sgdUpdate([w], [tf.exp(w)], { learningRate: 0.1 });
          return y;
        },
        [],
      ],
      [(x) => tf.add(conv(x, w), tf.exp(total)), ["unary", "packFilter"]],
    ];
    for (const [step, before] of cases) {
      const program = programOf(step);
      expect(parts().before).toEqual(before);
      program.dispose();
    }
    tf.dispose([w, total]);
  });

  it("has what frozen weights give to a step that trains others", () => {
    const make = () => [tf.variable(filterOf(1)), tf.variable(tf.ones([8]))] as const;
    const stepOf =
      ([frozen, gain]: ReturnType<typeof make>): Step =>
      (x) => {
        const y = tf.mul(conv(x, frozen), gain);
        sgdUpdate([gain], [tf.mean(y, [0, 1, 2])], { learningRate: 0.1 });
        return y;
      };
    const [one, other] = [make(), make()];
    for (const k of [0.5, 1, 2]) eager(stepOf(one), k);
    const program = programOf(stepOf(other));
    expect(parts().before).toEqual(["packFilter"]);
    for (const k of [3, 4]) expect(replay(program, k)).toEqual(eager(stepOf(one), k));
    for (const [frozen] of [one, other]) frozen.assign(tf.tidy(() => filterOf(5)));
    for (const k of [5, 6]) expect(replay(program, k)).toEqual(eager(stepOf(one), k));
    expect(other[1].dataSync()).toEqual(one[1].dataSync());
    program.dispose();
    tf.dispose([...one, ...other]);
  });

  describe.each([1, 2])("on %i threads, is done again after weights", (threads) => {
    beforeAll(async () => {
      await setThreads(threads);
      return () => setThreads(1);
    });

    const w = () => tf.variable(filterOf(1, 5));
    /** Other programs that write to the weights. */
    const writers: Record<string, (weights: tf.Variable<tf.Rank.R4>) => Step> = {
      "are updated by the program of an optimizer": (weights) => (x) => {
        sgdUpdate([weights], [tf.mul(weights, tf.mean(x))], { learningRate: 0.3 });
        return x;
      },
      "are assigned by another program": (weights) => (x) => {
        weights.assign(tf.mul(weights, tf.mean(x)));
        return tf.neg(x);
      },
      "are trained by a program that uses them": (weights) => (x) => {
        const y = conv(x, weights);
        sgdUpdate([weights], [tf.mul(weights, tf.mean(y))], { learningRate: 0.3 });
        return y;
      },
    };
    it.each(Object.entries(writers))("%s", (_, writerOf) => {
      const weights = w();
      const step: Step = (x) => conv(x, weights);
      const [reader, writer] = [programOf(step), programOf(writerOf(weights))];
      let before = replay(reader, 3);
      for (const k of [1, 2, 3]) {
        replay(writer, k);
        const now = replay(reader, 3);
        expect(now).not.toEqual(before);
        expect(now).toEqual(eager(step, 3));
        expect(replay(reader, 4)).toEqual(eager(step, 4));
        before = now;
      }
      writer.dispose();
      expect(replay(reader, 3)).toEqual(before);
      reader.dispose();
      weights.dispose();
    });

    const changes: Record<string, (weights: tf.Variable<tf.Rank.R4>) => void> = {
      "are assigned": (weights) => weights.assign(tf.tidy(() => filterOf(7, 5))),
      "are assigned the values of another variable, which then change": (weights) => {
        const other = tf.variable(filterOf(9, 5));
        weights.assign(other);
        clearVariables([other]);
        other.dispose();
      },
      "are updated in place by eager kernels": (weights) => {
        const gradient = filterOf(2, 5);
        sgdUpdate([weights], [gradient], { learningRate: 0.5 });
        gradient.dispose();
      },
      "are updated in place with slots": (weights) => {
        const slots = [tf.variable(tf.zerosLike(weights)), tf.variable(tf.zerosLike(weights))] as const;
        const settings = { learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, iterations: 0 };
        const gradient = filterOf(2, 5);
        adamUpdate([weights], [gradient], { ...settings, momentums: [slots[0]], velocities: [slots[1]] });
        tf.dispose([gradient, ...slots]);
      },
      "are copied over": (weights) => {
        const other = tf.variable(filterOf(4, 5));
        copyVariables([weights], [other]);
        other.dispose();
      },
      "are cloned and then updated in place": (weights) => {
        const clone = weights.clone();
        sgdUpdate([weights], [clone], { learningRate: 0.5 });
        clone.dispose();
      },
      "are updated while a step is recorded": (weights) => {
        const record = () =>
          recordStep([], () => {
            sgdUpdate([weights], [weights], { learningRate: 0.5 });
            return { value: undefined };
          });
        record();
        record();
      },
      "have changed places with others": (weights) => {
        const other = tf.variable(filterOf(6, 5));
        const [a, b] = [weights.clone(), other.clone()];
        weights.assign(b);
        other.assign(a);
        tf.dispose([a, b, other]);
      },
    };
    it.each(Object.entries(changes))("%s", (_, change) => {
      const weights = w();
      const step: Step = (x) => conv(x, weights);
      const program = programOf(step);
      expect(parts().before).toEqual(["packFilter"]);
      const before = replay(program, 3);
      change(weights);
      const now = replay(program, 3);
      expect(now).not.toEqual(before);
      expect(now).toEqual(eager(step, 3));
      change(weights);
      expect(replay(program, 4)).toEqual(eager(step, 4));
      program.dispose();
      const again = programOf(step);
      expect(replay(again, 5)).toEqual(eager(step, 5));
      again.dispose();
      weights.dispose();
    });
  });

  it("is done again after the host has written weights within a replay", () => {
    const make = () => tf.variable(filterOf(1));
    const stepOf =
      (weights: tf.Variable): Step =>
      (x) => {
        recordEffect(() => sgdUpdate([weights], [weights], { learningRate: 0.5 }));
        return conv(x, weights);
      };
    const [one, other] = [make(), make()];
    for (const k of [0.5, 1, 2]) eager(stepOf(one), k);
    const program = programOf(stepOf(other));
    expect(parts().before).toEqual(["packFilter"]);
    for (const k of [3, 4]) expect(replay(program, k)).toEqual(eager(stepOf(one), k));
    program.dispose();
    tf.dispose([one, other]);
  });

  it("is not done again while weights stay", () => {
    const weights = tf.variable(filterOf(1));
    const step: Step = (x) => conv(x, weights);
    const [program, other] = [programOf(step), programOf((x) => tf.mul(conv(x, weights), 2))];
    replay(program, 1);
    // what another has written behind its back is not seen: the packed filter is that of before
    const { dataIdMap, wasm } = tf.backend() as unknown as {
      dataIdMap: { get(id: object): { memoryOffset: number } };
      wasm: { HEAPU8: Uint8Array };
    };
    const expected = eager(step, 2);
    const { memoryOffset } = dataIdMap.get(weights.dataId);
    const values = wasm.HEAPU8.slice(memoryOffset, memoryOffset + 4 * weights.size);
    wasm.HEAPU8.fill(0, memoryOffset, memoryOffset + 4 * weights.size);
    replay(other, 1);
    expect(replay(program, 2)).toEqual(expected);
    wasm.HEAPU8.set(values, memoryOffset);
    for (const each of [program, other]) each.dispose();
    weights.dispose();
  });

  it("is done again after a replay that failed before its end", () => {
    const [weights, ids] = [tf.variable(filterOf(1)), tf.variable(tf.tensor1d([3, 1], "int32"))];
    const step: Step = (x) => tf.gather(conv(x, weights), ids, 3);
    const program = programOf(step);
    replay(program, 1);
    weights.assign(tf.tidy(() => filterOf(3)));
    ids.assign(tf.tidy(() => tf.tensor1d([9, 1], "int32")));
    expect(() => program.replay([input(2)])).toThrow("indices must be in [0, 8), received 9");
    ids.assign(tf.tidy(() => tf.tensor1d([0, 7], "int32")));
    expect(replay(program, 2)).toEqual(eager(step, 2));
    program.dispose();
    tf.dispose([weights, ids]);
  });

  it("keeps no more than there is room for: the largest results are made with each replay", () => {
    const [small, large] = [tf.variable(filterOf(1)), tf.variable(filterOf(2, 5))];
    const program = programOf((x) => tf.add(conv(x, small), conv(x, large)));
    const step = built.step!;
    expect(parts(step).before).toEqual(["packFilter", "packFilter"]);
    const bytes = [...step.kept].map((region) => region.bytes).sort((a, b) => a - b);
    expect(bytes).toEqual([1152, 3200]); // 9 and 25 taps of 4 x 8 channels
    expect(parts(prologueFirst(step, 4352)).before).toHaveLength(2);
    const less = prologueFirst(step, 4351);
    expect([...less.kept].map((region) => region.bytes)).toEqual([1152]);
    expect(parts(less).rest).toEqual(["packFilter", "conv2d", "conv2d", "binary"]);
    expect(parts(prologueFirst(step, 1151)).before).toEqual([]);
    program.dispose();
    tf.dispose([small, large]);
  });

  it("leaves no tensors and no memory behind", () => {
    const weights = tf.variable(tf.tidy(() => tf.tile(filterOf(1), [1, 1, 1, 2000])));
    const step: Step = (x) => tf.sum(conv(x, weights), -1);
    const { wasm } = tf.backend() as unknown as {
      wasm: { _malloc(bytes: number): number; _free(address: number): void };
    };
    const top = () => {
      const address = wasm._malloc(1 << 23) >>> 0;
      wasm._free(address);
      return address;
    };
    const once = () => {
      const program = programOf(step);
      replay(program, 1);
      program.dispose();
    };
    once();
    const [tensors, address] = [tf.memory().numTensors, top()];
    for (let i = 0; i < 5; i++) once();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(top()).toBeLessThanOrEqual(address + (1 << 20));
    weights.dispose();
  });
});
