import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { sgdUpdate } from "../fused/optimizers/sgd.ts";
import { start } from "../start.ts";
import type { RecordedBackend } from "./backend.ts";
import { Homes } from "./homes.ts";
import { compileRecordings, recordStep } from "./record.ts";

const backend = () => tf.backend() as unknown as RecordedBackend;
const heap = () => backend().wasm.HEAPU8.length;

describe("memory of a program", () => {
  beforeAll(() => start());

  it("is that which the steps before it have left, though variables were made and assigned in their midst", () => {
    const rows = 300_000;
    const [w, mean] = [tf.variable(tf.ones([16])), tf.variable(tf.zeros([16]))];
    const step = (x: tf.Tensor) => {
      // some 20 MB each, most of them in use at once
      const made = [1, 2, 3, 4].map((k) => tf.mul(tf.add(x, k), w));
      mean.assign(tf.mean(made[1]!, 0));
      const slots = tf.mean(tf.sub(tf.add(made[0]!, made[3]!), tf.mul(made[1]!, made[2]!)), 0);
      sgdUpdate([w], [slots], { learningRate: 1e-3 });
    };
    const record = () =>
      tf.tidy(() => {
        const x = tf.randomUniform([rows, 16]);
        return recordStep([x], () => ({ value: step(x) })).recording as never;
      }) as ReturnType<typeof recordStep>["recording"];
    tf.tidy(() => step(tf.randomUniform([rows, 16])));
    const first = record();
    const second = record();
    const [bytes, weights, means] = [heap(), [...w.dataSync()], [...mean.dataSync()]];
    const program = compileRecordings(first, second);
    if (typeof program === "string") throw new Error(program);
    expect(program.statistics.plannedBytes).toBeGreaterThan(60 << 20);
    expect(heap()).toBe(bytes);
    expect([...w.dataSync()]).toEqual(weights);
    expect([...mean.dataSync()]).toEqual(means);
    program.dispose();
    tf.dispose([w, mean]);
  });

  it("is taken while small variables are aside; they keep their values, views and clones, and large ones their places", () => {
    const small = tf.variable(tf.tensor1d([1, 2, 3]));
    const large = tf.variable(tf.ones([300_000]));
    const [clone, view] = [small.clone(), tf.reshape(small, [3, 1])];
    const at = ({ dataId }: tf.Tensor) => backend().dataIdMap.get(dataId).memoryOffset;
    const [before, stays] = [at(small), at(large)];
    const taken = new Homes(backend()).aside(
      [small, large],
      () => backend().wasm._malloc(12),
      () => {},
    );
    expect(at(small)).not.toBe(before);
    expect(at(large)).toBe(stays);
    for (const tensor of [small, clone, view]) expect([...tensor.dataSync()]).toEqual([1, 2, 3]);
    // stock kernels know both again, by their numbers
    expect([...tf.relu6(small).dataSync()]).toEqual([1, 2, 3]);
    expect(tf.sum(tf.relu6(large)).dataSync()[0]).toBe(300_000);
    backend().wasm._free(taken);
    tf.dispose([small, large, clone, view]);
  });
});
