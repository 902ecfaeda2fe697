import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { programOf, replayed } from "../../testing/programs.ts";
import { drawUniform } from "../random/draw.ts";
import { nextKey } from "../random/next-key.ts";
import { start } from "../start.ts";
import { hostWork } from "./host-work.ts";

describe("random numbers and host work in a recorded step", () => {
  beforeAll(() => start());
  const stateOf = (seed: number) => tf.variable(tf.tensor1d([seed, 0], "int32"));

  it("keys are drawn without the host, from where the state is", () => {
    const [eager, recorded] = [stateOf(5), stateOf(5)];
    const step = (state: tf.Variable) => tf.add(drawUniform(nextKey(state), [3]), drawUniform(nextKey(state), [3]));
    const wanted = Array.from({ length: 6 }, () => [...tf.tidy(() => step(eager).dataSync())]);
    const program = programOf([], () => step(recorded));
    expect(program.statistics.hostActions).toBe(0);
    const replay = () => replayed(program);
    expect([replay(), replay()]).toEqual(wanted.slice(3, 5));
    expect([...recorded.dataSync()]).toEqual([5, 10]);
    recorded.assign(tf.tensor1d([5, 0], "int32"));
    expect(replay()).toEqual(wanted[0]);
    program.dispose();
  });
  it("host work is done at its place, with the values of that moment", () => {
    const state = stateOf(1);
    const [w, step] = [tf.variable(tf.scalar(0)), tf.scalar(2)];
    const program = programOf([], () => {
      const drawn = hostWork([nextKey(state), w], [2], "int32", (key, weight) => Int32Array.of(key![0]!, weight![0]!));
      w.assign(tf.add(w, step));
      return tf.concat([drawn, nextKey(state)]);
    });
    const other = stateOf(1);
    const keys = Array.from({ length: 10 }, () => nextKey(other).dataSync()[0]);
    for (const k of [3, 4]) expect(replayed(program).slice(0, 3)).toEqual([keys[2 * k], 2 * k, keys[2 * k + 1]]);
    program.dispose();
  });
  it("gives the same eagerly, of every type, and leaves nothing behind", () => {
    const x = tf.tensor1d([3, 4]);
    const before = tf.memory().numTensors;
    const y = hostWork([x], [], "float32", (values) => Float32Array.of(Math.hypot(...values!)));
    const z = hostWork([x], [2], "bool", (values) => Uint8Array.from(values!, (value) => Number(value > 3)));
    expect([...y.dataSync(), ...z.dataSync()]).toEqual([5, 0, 1]);
    for (const one of [y, z]) one.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
  it("refuses an array of another size than it has room for", () => {
    let size = 2;
    const program = programOf([], () => hostWork([], [2], "float32", () => new Float32Array(size)));
    expect(replayed(program)).toEqual([0, 0]);
    size = 3;
    expect(() => replayed(program)).toThrow("Cannot do host work: it must give 8 bytes each time, received 12");
    program.dispose();
  });
});
