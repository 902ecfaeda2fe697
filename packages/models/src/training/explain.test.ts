import { isTensor, Layer, memory, type NDArray, ready, type Tensor } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { SGD } from "@hornbeam/optimizers";
import { beforeAll, describe, expect, it } from "vitest";
import { floats } from "../../testing/compare-steps.ts";
import type { Model } from "../model.ts";
import { loadModelFromBytes } from "../saving/load-model.ts";
import { saveModelToBytes } from "../saving/save-model.ts";
import { Sequential } from "../sequential.ts";
import type { TrainBatch } from "./types.ts";

describe("what is recorded", () => {
  beforeAll(() => ready());
  const dense = () => new Sequential([Input({ shape: [2] }), new Dense({ units: 1, kernelInitializer: "ones" })]);
  const x = floats([10, 2], 1);
  const y = floats([10, 1], 2);
  const modesOf = (model: Model) => model.explain().map(({ step, mode, reason }) => [step, reason ?? mode]);
  const quiet = { verbose: 0, shuffle: false } as const;

  it("is each kind of step for each shape of batch", async () => {
    using model = dense();
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, { ...quiet, batchSize: 4, epochs: 4 });
    await model.evaluate(x, y, { verbose: 0 });
    expect(model.explain().map(({ step, batch, mode, replays }) => ({ step, batch, mode, replays }))).toEqual([
      { step: "train", batch: "float32 [4, 2] → float32 [4, 1]", mode: "recorded", replays: 5 },
      { step: "train", batch: "float32 [2, 2] → float32 [2, 1]", mode: "recorded", replays: 1 },
      { step: "test", batch: "float32 [10, 2] → float32 [10, 1]", mode: "starting", replays: 0 },
    ]);
    const [first] = model.explain();
    expect(first!.microseconds).toBeGreaterThan(0);
    expect(first!.statistics!.commands + first!.statistics!.stockCalls).toBeGreaterThan(5);
    expect(first!.statistics!.plannedBytes).toBeLessThan(first!.statistics!.bytes);
  });
  it("gives the same history with `runEagerly`, with `jitCompile: false` and without", async () => {
    const histories = [];
    for (const options of [{}, { runEagerly: true }, { jitCompile: false }]) {
      using model = dense();
      model.compile({ optimizer: "adam", loss: "mse", metrics: ["mae"], stepsPerExecution: 2, ...options });
      histories.push(
        (await model.fit(x, y, { ...quiet, batchSize: 3, epochs: 5, validationData: [x, y] as never })).history,
      );
      if ("runEagerly" in options) expect(modesOf(model)[0]).toEqual(["train", "compiled with `runEagerly: true`"]);
      if ("jitCompile" in options) expect(modesOf(model)[0]).toEqual(["train", "compiled with `jitCompile: false`"]);
    }
    expect(histories[1]).toEqual(histories[0]);
    expect(histories[2]).toEqual(histories[0]);
  });
  it("is replayed in a model out of a file too", async () => {
    using model = dense();
    model.compile({ optimizer: "sgd", loss: "mse" });
    using loaded = await loadModelFromBytes(await saveModelToBytes(model));
    await loaded.fit(x, y, { ...quiet, batchSize: 10, epochs: 4 });
    expect(modesOf(loaded as never)).toEqual([["train", "recorded"]]);
  });
  it("is everything through `trainOnBatch` too", async () => {
    using model = dense();
    model.compile({ optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
    const results = [];
    for (let i = 0; i < 5; i++) results.push(await model.trainOnBatch(x, y));
    expect(new Set(results).size).toBe(1);
    expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 2 });
  });
  it("is another step when a layer is frozen or added, and forgotten when the model is compiled anew", async () => {
    using model = dense();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const train = () => model.fit(x, y, { ...quiet, batchSize: 10, epochs: 4 });
    await train();
    expect(model.explain()[0]!.replays).toBe(1);
    const replays = () => model.explain().map((step) => step.replays);
    model.layers.at(-1)!.trainable = false;
    await train();
    expect(replays()).toEqual([1, 1]);
    model.layers.at(-1)!.trainable = true;
    await train();
    expect(replays()).toEqual([1, 5]); // the one used last comes last
    for (let i = 0; i < 4; i++) await model.predict(x, { verbose: 0 });
    expect(replays()).toEqual([1, 5, 1]);
    model.add(new Dense({ units: 1, kernelInitializer: "zeros" }));
    expect(((await model.predict(x, { verbose: 0 })) as NDArray).data).toEqual(new Float32Array(10));
    model.compile({ optimizer: "sgd", loss: "mse" });
    expect(model.explain()).toEqual([]);
  });
  it("is a step of one's own that gives what it read, and not one that computes with it", async () => {
    class Own extends Sequential {
      override trainStep(batch: TrainBatch) {
        return super.trainStep(batch);
      }
    }
    class Doubled extends Sequential {
      override trainStep(batch: TrainBatch) {
        const logs = super.trainStep(batch);
        return { ...logs, twice: 2 * logs["loss"]! };
      }
    }
    for (const [Class, mode] of [
      [Own, "recorded"],
      [Doubled, 'the step gives a number for "twice" that is not read from a tensor'],
    ] as const) {
      using model = new Class([Input({ shape: [2] }), new Dense({ units: 1 })]);
      model.compile({ optimizer: "sgd", loss: "mse", jitCompile: true });
      const { history } = await model.fit(x, y, { ...quiet, batchSize: 10, epochs: 8 });
      expect(modesOf(model)).toEqual([["train", mode]]);
      if (Class === Doubled) expect(history["twice"]).toEqual(history["loss"]!.map((loss) => 2 * loss));
    }
  });
  it("is a step of one's own only when that is asked for: it may count", async () => {
    class Counting extends Sequential {
      steps = 0;
      override trainStep(batch: TrainBatch) {
        this.steps++;
        return super.trainStep(batch);
      }
    }
    using model = new Counting([Input({ shape: [2] }), new Dense({ units: 1 })]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, { ...quiet, batchSize: 10, epochs: 8 });
    expect(model.steps).toBe(8);
    expect(modesOf(model)).toEqual([["train", "`trainStep` is the model's own, which `jitCompile: true` records"]]);
  });
  it("starts with the step that builds the layers", async () => {
    using model = new Sequential([new Dense({ units: 3 }), new Dense({ units: 1 })]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, { ...quiet, batchSize: 10, epochs: 4 });
    expect(model.explain().map(({ step, mode, replays }) => [step, mode, replays])).toEqual([["train", "recorded", 1]]);
  });
  it("is no step that reads values, and the reason says where", async () => {
    class Reading extends Layer {
      override call(input: Tensor): Tensor {
        const first = isTensor(input) ? input.dataSync()[0]! : 0; // the model is built on symbolic tensors
        return ops.multiply(input, first > 0 ? 1 : 2);
      }
    }
    using model = new Sequential([Input({ shape: [2] }), new Reading({ name: "reading" })]);
    for (let i = 0; i < 6; i++) await model.predict(x, { verbose: 0 });
    const reason = 'Reading "reading": values of a tensor are read on the host';
    expect(modesOf(model)).toEqual([["predict", reason]]);
  });
  it("gives predictions that do not change with the next ones", async () => {
    using model = dense();
    const inputs = [1, 2, 3, 4, 5].map((seed) => floats([3, 2], seed));
    const outputs = [];
    for (const input of inputs) outputs.push((await model.predict(input, { verbose: 0 })) as NDArray);
    const again = (await model.predict(inputs[3]!, { verbose: 0 })) as NDArray;
    expect(again).not.toBe(outputs[3]);
    expect(again.data).toEqual(outputs[3]!.data);
    expect(outputs[4]!.data).not.toEqual(outputs[3]!.data);
  });
  it("leaves no tensor behind", async () => {
    const before = memory().numTensors;
    {
      using model = dense();
      model.compile({ optimizer: "adam", loss: "mse", metrics: ["mae"] });
      await model.fit(x, y, { ...quiet, batchSize: 5, epochs: 2 });
      const between = memory().numTensors;
      await model.fit(x, y, { ...quiet, batchSize: 5, epochs: 5 });
      expect(memory().numTensors).toBe(between);
      expect(model.explain()[0]!.replays).toBeGreaterThan(5);
    }
    expect(memory().numTensors).toBe(before);
  });
});
