import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, NDArray, ready, setRandomSeed, setThreads } from "@hornbeam/core";
import { BatchNormalization, Conv2D, Dense, Input, LSTM, MaxPooling2D, Reshape } from "@hornbeam/layers";
import { Adam } from "@hornbeam/optimizers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { floats } from "../../testing/compare-steps.ts";
import type { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

const folder = await mkdtemp(join(tmpdir(), "hornbeam-prologue-"));
afterAll(() => rm(folder, { recursive: true }));

/** Layers whose kernels pack, transform or combine weights: direct and Winograd's convolutions, a normalization, an LSTM. */
function net(runEagerly = false): Model {
  setRandomSeed(7);
  const model = new Sequential([
    Input({ shape: [28, 28, 4] }),
    new Conv2D({ filters: 32, kernelSize: 3, padding: "same", activation: "relu" }),
    new Conv2D({ filters: 32, kernelSize: 3, padding: "same", useBias: false }),
    new BatchNormalization(),
    new MaxPooling2D({ poolSize: 7 }),
    new Reshape({ targetShape: [4, 128] }),
    new LSTM({ units: 8 }),
    new Dense({ units: 3 }),
  ]);
  model.compile({
    optimizer: new Adam({ learningRate: 0.01, useEma: true, emaMomentum: 0.5 }),
    loss: "mse",
    runEagerly,
  });
  return model;
}
const quiet = { verbose: 0, shuffle: false } as const;
const [x, y] = [floats([6, 28, 28, 4], 1), floats([6, 3], 2)];
const one = floats([1, 28, 28, 4], 3);

/** Small weights of a shape, not negative, since some are variances. */
const weightsOf = (shape: readonly number[], seed: number) =>
  new NDArray(
    (floats(shape, seed).data as Float32Array).map((w) => Math.abs(w) / 20),
    shape,
    "float32",
  );

/** What gives a model other weights. */
const changes: Record<string, (model: Model) => unknown> = {
  "a step of training": (model) => model.trainOnBatch(x, y),
  "a training, its evaluations between": (model) =>
    model.fit(x, y, { ...quiet, batchSize: 3, epochs: 3, validationData: [x, y] as never }),
  "setWeights of the model": (model) =>
    model.setWeights(model.getWeights().map(({ shape }, i) => weightsOf(shape, 10 + i))),
  "setWeights of a layer": (model) =>
    model.layers[1]!.setWeights(model.layers[1]!.getWeights().map(({ shape }) => weightsOf(shape, 5))),
  "a weight that is assigned": (model) => {
    const [kernel] = model.layers[0]!.weights;
    kernel!.assign(floats(kernel!.shape as number[], 4));
  },
  "weights out of a file": async (model) => {
    using other = net();
    for (let i = 0; i < 2; i++) await other.trainOnBatch(x, y);
    const path = join(folder, "w.weights.h5");
    await other.saveWeights(path);
    await model.loadWeights(path);
  },
  "the averages of its optimizer": (model) => model.optimizer!.finalizeVariableValues(model.trainedVariables),
};

describe.each([1, 2])("predictions on %i threads", (threads) => {
  beforeAll(async () => {
    await ready();
    await setThreads(threads);
    return () => setThreads(1);
  });

  it("are those of the weights as they are, whatever has changed them, bit by bit", async () => {
    const models = [net(), net(true)] as const;
    const outputs = async (model: Model) => {
      const made = [await model.predict(one, { verbose: 0 }), await model.predict(x, { verbose: 0, batchSize: 3 })];
      return [
        ...made.map((array) => [...((array as NDArray).data as Float32Array)]),
        await model.evaluate(x, y, { verbose: 0 }),
      ];
    };
    for (const model of models) for (let i = 0; i < 4; i++) await outputs(model);
    const recorded = models[0].explain().filter(({ step }) => step !== "train");
    expect(recorded.map(({ mode }) => mode)).toEqual(["recorded", "recorded", "recorded"]);
    // two filters, the recurrent kernel, and of the normalization the root and what it is made of
    for (const { statistics } of recorded) expect(statistics!.prologueCommands).toBeGreaterThanOrEqual(5);
    const all = Object.entries(changes);
    let before = await outputs(models[0]);
    expect(before).toEqual(await outputs(models[1]));
    for (const [what, change] of [...all, ...all.slice(0, -1).reverse()]) {
      for (const model of models) await change(model);
      const now = await outputs(models[0]);
      expect(now, what).toEqual(await outputs(models[1]));
      expect(now, what).not.toEqual(before);
      expect(await outputs(models[0])).toEqual(now);
      before = now;
    }
    for (const model of models) model[Symbol.dispose]();
  });
});

it("leaves no tensors behind", async () => {
  await ready();
  const once = async () => {
    using model = net();
    for (let i = 0; i < 5; i++) await model.predict(one, { verbose: 0 });
  };
  await once();
  const { numTensors } = memory();
  await once();
  expect(memory().numTensors).toBe(numTensors);
});
