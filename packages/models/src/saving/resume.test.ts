import {
  type CallOptions,
  defineLayer,
  memory,
  NDArray,
  number,
  Optimizer,
  ready,
  registerKerasSerializable,
  type Tensor,
} from "@hornbeam/core";
import {
  BatchNormalization,
  Bidirectional,
  Dense,
  Dropout,
  Embedding,
  GaussianNoise,
  GRU,
  Input,
  LSTM,
  Normalization,
  StringLookup,
} from "@hornbeam/layers";
import { add, multiply, tanh } from "@hornbeam/ops";
import * as optimizers from "@hornbeam/optimizers";
import { MemoryStore } from "@hornbeam/saving";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModel, Model, Sequential } from "../index.ts";

beforeAll(() => ready());

/** Numbers in [-1, 1) that are the same in every run. */
function numbers(...shape: number[]): NDArray {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898) % 1);
  return new NDArray(data, shape);
}
async function train(model: Model, x: NDArray, y: NDArray, steps = 3): Promise<number[]> {
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push((await model.trainOnBatch(x, y)) as number);
  return losses;
}

/** Trains, saves, and compares the next losses with those of what was loaded: to the last bit. */
async function expectToGoOn(model: Model, x: NDArray, y: NDArray, name = "m.keras"): Promise<void> {
  const before = memory().numTensors;
  const first = await train(model, x, y);
  const steps = model.optimizer.iterations.numpy();
  const file = new MemoryStore().file(name);
  await model.save(file);
  const after = await train(model, x, y);
  using again = await loadModel(file);
  expect(again.optimizer.iterations.numpy()).toEqual(steps);
  expect(await train(again, x, y)).toEqual(after);
  expect(after).not.toEqual(first);
  expect(await again.predict(x)).toEqual(await model.predict(x));
  again[Symbol.dispose]();
  model[Symbol.dispose]();
  expect(memory().numTensors).toBeLessThanOrEqual(before);
}

const plain = (optimizer: Optimizer) => {
  const model = new Sequential([
    Input({ shape: [4] }),
    new Dense({ units: 3, activation: "tanh" }),
    new Dense({ units: 2 }),
  ]);
  model.compile({ optimizer, loss: "mse" });
  return model;
};
const rate = { learningRate: 0.01 };
const all: Record<string, () => Optimizer> = {
  SGD: () => new optimizers.SGD({ ...rate, momentum: 0.9, nesterov: true }),
  "SGD, which gathers gradients": () => new optimizers.SGD({ ...rate, gradientAccumulationSteps: 2 }),
  "SGD on a schedule": () => new optimizers.SGD({ learningRate: new optimizers.schedules.ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }) }), // biome-ignore format: one line
  "Adam with averages": () =>
    new optimizers.Adam({ ...rate, useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 4 }),
  "Adam, clipped, with decay": () => new optimizers.Adam({ ...rate, amsgrad: true, clipnorm: 0.5, weightDecay: 0.01 }),
  AdamW: () => new optimizers.AdamW(rate),
  Adadelta: () => new optimizers.Adadelta(rate),
  Adafactor: () => new optimizers.Adafactor(rate),
  Adagrad: () => new optimizers.Adagrad(rate),
  Adamax: () => new optimizers.Adamax(rate),
  Ftrl: () => new optimizers.Ftrl({ ...rate, l1RegularizationStrength: 0.01 }),
  Lamb: () => new optimizers.Lamb(rate),
  Lion: () => new optimizers.Lion(rate),
  "LossScaleOptimizer around Adam": () =>
    new optimizers.LossScaleOptimizer({ innerOptimizer: new optimizers.Adam(rate) }),
  "MultiOptimizer of Adam and SGD": () =>
    new optimizers.MultiOptimizer({
      optimizerMap: new optimizers.OptimizerMap({
        defaultOptimizer: new optimizers.Adam(rate),
        optimizerMap: { ".*bias": new optimizers.SGD({ ...rate, momentum: 0.9 }) },
      }),
    }),
  Muon: () => new optimizers.Muon(rate),
  Nadam: () => new optimizers.Nadam(rate),
  RMSprop: () => new optimizers.RMSprop({ ...rate, centered: true, momentum: 0.5 }),
  ScheduleFreeAdamW: () => new optimizers.ScheduleFreeAdamW(rate),
};

describe("training goes on after loading as if nothing had happened", () => {
  it("with every optimizer there is", () => {
    const isOptimizer = (value: unknown) => typeof value === "function" && value.prototype instanceof Optimizer;
    const classes = Object.entries(optimizers).filter(([, value]) => isOptimizer(value));
    expect(classes.length).toBeGreaterThan(14);
    const tried = Object.values(all).map((make) => make().constructor);
    expect(classes.filter(([, Class]) => !tried.includes(Class as never)).map(([name]) => name)).toEqual([]);
  });

  it.each(Object.entries(all))("%s, .keras", async (_, make) => {
    await expectToGoOn(plain(make()), numbers(6, 4), numbers(6, 2));
  });
  it.each(Object.entries(all))("%s, .h5", async (_, make) => {
    await expectToGoOn(plain(make()), numbers(6, 4), numbers(6, 2), "m.h5");
  });

  it("through moments, noise, dropout, statistics, shared and nested models, and ops", async () => {
    const input = Input({ shape: [4] });
    const scaled = new Normalization({ axis: -1 });
    await scaled.adapt(numbers(20, 4), { verbose: 0 });
    const inner = new Sequential([Input({ shape: [4] }), new Dense({ units: 4 }), new BatchNormalization(), new Dropout({ rate: 0.4 })]); // biome-ignore format: one line
    const x = scaled(input);
    const twice = add(inner(x), multiply(inner(tanh(x)), 0.5));
    const noisy = new GaussianNoise({ stddev: 0.3, seed: 5 })(twice);
    const model = new Model({ inputs: input, outputs: new Dense({ units: 2 })(noisy) });
    model.compile({ optimizer: "adam", loss: "mse" });
    await expectToGoOn(model, numbers(6, 4), numbers(6, 2));
  });

  it("through recurrent layers, with dropout in their steps", async () => {
    const model = new Sequential([
      Input({ shape: [5, 3] }),
      new Bidirectional({ layer: new GRU({ units: 3, dropout: 0.3, recurrentDropout: 0.2, returnSequences: true }) }),
      new LSTM({ units: 2, dropout: 0.2 }),
    ]);
    model.compile({ optimizer: "rmsprop", loss: "mse" });
    await expectToGoOn(model, numbers(4, 5, 3), numbers(4, 2));
  });

  it("from the states that stateful layers carry", async () => {
    const model = new Sequential([Input({ shape: [5, 3], batchSize: 4 }), new LSTM({ units: 2, stateful: true })]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await expectToGoOn(model, numbers(4, 5, 3), numbers(4, 2));
  });

  it("through lookups of words", async () => {
    const words = new StringLookup();
    await words.adapt(["a", "b", "c", "a"], { verbose: 0 });
    const model = new Sequential([
      Input({ shape: [2], dtype: "string" }),
      words,
      new Embedding({ inputDim: 5, outputDim: 3 }),
      new LSTM({ units: 2 }),
    ]);
    model.compile({ optimizer: "adam", loss: "mse" });
    const x = new NDArray(["a", "b", "c", "x", "b", "a"], [3, 2], "string");
    await expectToGoOn(model, x, numbers(3, 2));
  });

  it("through layers of one's own, with generators of their own", async () => {
    class Scale extends defineLayer("Scale", { factor: number(1) }) {
      readonly drop = new Dropout({ rate: 0.5 });
      override call(x: Tensor, { training }: CallOptions): Tensor {
        return multiply(this.drop(x, training === undefined ? {} : { training }), this.factor);
      }
    }
    registerKerasSerializable(Scale, { package: "resume_test" });
    const model = new Sequential([Input({ shape: [4] }), new Scale({ factor: 3 }), new Dense({ units: 2 })]);
    model.compile({ optimizer: "adam", loss: "mse" });
    await expectToGoOn(model, numbers(6, 4), numbers(6, 2));
  });

  it.each(["w.weights.h5", "w.safetensors", "w.weights.json"])("from %s, with generators", async (name) => {
    const make = () => {
      const model = new Sequential([Input({ shape: [4] }), new Dense({ units: 8 }), new Dropout({ rate: 0.5 }), new Dense({ units: 2 })]); // biome-ignore format: one line
      model.compile({ optimizer: "adam", loss: "mse" });
      return model;
    };
    using from = make();
    using to = make();
    const [x, y] = [numbers(6, 4), numbers(6, 2)];
    await train(from, x, y);
    const file = new MemoryStore().file(name);
    await from.saveWeights(file, name.endsWith(".json") ? { maxShardSize: 300 / 2 ** 30 } : {});
    await to.loadWeights(file);
    expect(await train(to, x, y)).toEqual(await train(from, x, y));
  });
});

describe("an adapted layer", () => {
  it("is saved with its adaptation merged, as in Keras, and begins another when it is loaded", async () => {
    using model = new Sequential([Input({ shape: [2] }), new Dense({ units: 2, loraRank: 1, loraAlpha: 2, kernelInitializer: "ones" })]); // biome-ignore format: one line
    const [bias, a, b, kernel] = [...model.trainableWeights, ...model.nonTrainableWeights];
    bias!.assign([5, 6]);
    a!.assign([[1], [2]]);
    b!.assign([[3, 4]]);
    const file = new MemoryStore().file("m.keras");
    await model.save(file);
    expect(kernel!.numpy().toArray()).toEqual([[1, 1], [1, 1]]); // biome-ignore format: one line
    using again = await loadModel(file);
    // 1 + 2 / 1 · a · b
    expect(again.getWeights().map((array) => array.toArray())).toEqual([[[7, 9], [13, 17]], [5, 6], [[0], [0]], [[0, 0]]]); // biome-ignore format: one line
    expect(await again.predict(numbers(3, 2))).toEqual(await model.predict(numbers(3, 2)));
  });
});
