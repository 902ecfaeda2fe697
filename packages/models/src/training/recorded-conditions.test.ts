import { getThreads, memory, NDArray, OptionError, ready, setThreads, type Variable } from "@hornbeam/core";
import { BatchNormalization, Dense, Dropout, Embedding, Flatten, Input } from "@hornbeam/layers";
import { Adam, LossScaleOptimizer, MultiOptimizer, Nadam, OptimizerMap, SGD } from "@hornbeam/optimizers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats, integers, type Trial } from "../../testing/compare-steps.ts";
import { Sequential } from "../sequential.ts";

const recorded = { train: "recorded", predict: "recorded", test: "recorded" };

describe.each([1, 2])("optimizers that leave steps out, %i threads", (threads) => {
  const before = getThreads();
  beforeAll(async () => {
    await ready();
    await setThreads(threads);
  });
  afterAll(() => setThreads(before));

  /** Steps 5, 6 and 9 have gradients that are not finite. */
  const trial = (inner: () => Adam | SGD | MultiOptimizer, initialScale = 8): Trial => ({
    make: () =>
      new Sequential([
        Input({ shape: [5] }),
        new Dense({ units: 8, activation: "relu", kernelConstraint: "max_norm" }),
        new BatchNormalization({ trainable: false }),
        new Dropout({ rate: 0.3 }),
        new Dense({ units: 3 }),
      ]),
    options: () => ({
      optimizer: new LossScaleOptimizer({ innerOptimizer: inner() as Adam, initialScale, dynamicGrowthSteps: 3 }),
    }),
    x: (step) => floats([6, 5], step),
    y: (step) => {
      const y = floats([6, 3], step + 50);
      if ([5, 6, 9].includes(step)) (y.data as Float32Array)[4] = step === 6 ? Number.NaN : Number.POSITIVE_INFINITY;
      return y;
    },
  });
  const optimizers: Record<string, () => Adam | SGD | MultiOptimizer> = {
    Adam: () => new Adam({ learningRate: 0.01 }),
    "SGD with decay, clipping and averages": () => new SGD({ weightDecay: 0.1, clipnorm: 0.5, useEma: true }),
    "Nadam, which counts more than steps": () => new Nadam({ learningRate: 0.01 }) as never,
    "several in one": () =>
      new MultiOptimizer({
        optimizerMap: new OptimizerMap({ defaultOptimizer: new Adam(), optimizerMap: { ".*bias": new SGD() } }),
      }),
  };
  for (const [what, inner] of Object.entries(optimizers)) {
    it(`${what}: recorded, and the same bit by bit`, () => {
      const modes = compareSteps(trial(inner), 13);
      expect(Object.values(modes)).toEqual(["recorded", "recorded", "recorded"]);
    });
  }
  it("gather gradients in steps of two kinds", () => {
    const modes = compareSteps(
      trial(() => new Adam({ gradientAccumulationSteps: 2 })),
      14,
    );
    expect(modes).toEqual({ ...recorded, "train (gather)": "recorded" });
  });
  it("are recorded once a step shows all of it", () => {
    const { y, ...rest } = trial(() => new Adam());
    const first = { ...rest, y: (step: number) => y(step < 4 ? 5 : 0) };
    expect(compareSteps(first, 9)).toEqual(recorded);
  });
  it("skip a bad step and halve the scale, which doubles after good ones", async () => {
    using model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, kernelInitializer: "ones" })]);
    const optimizer = new LossScaleOptimizer({
      innerOptimizer: new SGD({ learningRate: 0.25 }),
      initialScale: 4,
      dynamicGrowthSteps: 2,
    });
    model.compile({ optimizer, loss: "mse" });
    const x = NDArray.from([[1, 0]]);
    const scales: unknown[] = [];
    for (const target of [1, 1, 1, 1, Number.POSITIVE_INFINITY, 0]) {
      await model.trainOnBatch(x, NDArray.from([[target]]));
      scales.push([optimizer.scaleLoss(1).dataSync()[0], Number(optimizer.iterations.numpy().item())]);
    }
    expect(scales).toEqual([
      [4, 1],
      [8, 2],
      [8, 3],
      [16, 4],
      [8, 4],
      [8, 5],
    ]);
    // of the last step, the only one with a gradient: 1 - 0.25 · 2
    expect([...model.getWeights()[0]!.data]).toEqual([0.5, 1]);
    expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 3 });
  });
  it("are what `mixed_float16` has", async () => {
    const before = memory().numTensors;
    {
      using model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })], {
        dtype: "mixed_float16",
      } as object);
      model.compile({ optimizer: new LossScaleOptimizer({ innerOptimizer: new Adam() }), loss: "mse" });
      await model.fit(floats([12, 2], 1), floats([12, 1], 2), { batchSize: 3, epochs: 3, verbose: 0 });
      expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 9 });
    }
    expect(memory().numTensors).toBe(before);
  });
});

describe("a step with a number that an Embedding does not have", () => {
  beforeAll(() => ready());
  const message = 'Cannot call Embedding "words": its numbers must be in [0, 10), as `inputDim` says, received 99';
  it.each([1, 2])("changes nothing, recorded or not, %i threads", async (threads) => {
    const before = getThreads();
    await setThreads(threads);
    for (const length of [3, 700]) {
      for (const runEagerly of [true, false]) {
        using model = new Sequential([
          Input({ shape: [length], dtype: "int32" }),
          new Embedding({ inputDim: 10, outputDim: 4, name: "words" }),
          new Flatten(),
          new Dense({ units: 1 }),
        ]);
        model.compile({ optimizer: "adam", loss: "mse", metrics: ["mae"], runEagerly });
        const y = floats([2, 1], 1);
        for (let i = 0; i < 5; i++) await model.trainOnBatch(integers([2, length], 10, i), y);
        expect(model.explain()[0]!.mode).toBe(runEagerly ? "eager" : "recorded");
        const state = () =>
          [
            ...model.variables,
            ...model.optimizer.variables,
            ...model.metrics.flatMap(({ variables }) => variables),
          ].map((variable: Variable) => variable.numpy().toArray());
        const bad = integers([2, length], 10, 7);
        (bad.data as Int32Array).set([99, -11], length);
        const [was, tensors] = [state(), memory().numTensors];
        // `trainOnBatch` resets metrics, so that nothing but the step itself is seen here
        const batch = { x: bad, y, sampleWeight: null };
        expect(() => model.runTrainStep(batch)).toThrow(OptionError);
        expect(() => model.runTrainStep(batch)).toThrow(message);
        expect([state(), memory().numTensors]).toEqual([was, tensors]);
        await model.trainOnBatch(integers([2, length], 10, 8), y);
        expect(Number(model.optimizer.iterations.numpy().item())).toBe(6);
      }
    }
    await setThreads(before);
  });
});
