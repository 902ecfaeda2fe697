// Networks, optimizers and losses drawn by a seed, as people put them together: for tests that compare two ways to train one.
import type { AnyLayer, KerasTensor, Optimizer } from "@hornbeam/core";
import * as layers from "@hornbeam/layers";
import { add, maximum } from "@hornbeam/ops";
import * as optimizers from "@hornbeam/optimizers";
import { Model } from "../src/model.ts";
import type { CompileOptions } from "../src/training/types.ts";
import { floats, integers, type Trial } from "./compare-steps.ts";

/** Draws by a seed, the same on every machine. */
class Draws {
  #state: number;
  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }
  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }
}

const activations = ["relu", "relu", "relu6", "tanh", "sigmoid", "gelu", "elu", "softplus", "linear"];

/** Options that layers with a kernel share. */
function common(draws: Draws): object {
  return {
    activation: draws.of(activations),
    useBias: draws.chance(0.8),
    ...(draws.chance(0.15) && { kernelRegularizer: "l2" }),
    ...(draws.chance(0.1) && { kernelConstraint: "max_norm" }),
    ...(draws.chance(0.1) && { activityRegularizer: "l1" }),
  };
}

type Maker = (draws: Draws, width: number) => AnyLayer;
const dense: Maker = (draws, units) => new layers.Dense({ units, ...common(draws) });
/** What changes the last axis, by the rank of an example. */
const products: Readonly<Record<number, readonly Maker[]>> = {
  1: [dense],
  2: [
    dense,
    (draws, filters) => new layers.Conv1D({ filters, kernelSize: 3, padding: "causal", ...common(draws) }),
    (draws, units) => new layers.LSTM({ units, returnSequences: true, dropout: draws.of([0, 0.3]) }),
    (draws, units) => new layers.GRU({ units, returnSequences: true, goBackwards: draws.chance(0.3) }),
  ],
  3: [
    dense,
    (draws, filters) =>
      new layers.Conv2D({ filters, kernelSize: draws.of([1, 2, 3]), padding: "same", ...common(draws) }),
    (_, filters) => new layers.SeparableConv2D({ filters, kernelSize: 3, padding: "same", activation: "relu" }),
    (_, filters) => new layers.Conv2DTranspose({ filters, kernelSize: 2, padding: "same" }),
  ],
};
/** What leaves the shape as it is. */
const others: readonly Maker[] = [
  () => new layers.BatchNormalization({ momentum: 0.8 }),
  () => new layers.LayerNormalization(),
  () => new layers.GroupNormalization({ groups: 1 }),
  (draws) => new layers.Dropout({ rate: 0.4, ...(draws.chance(0.5) && { seed: 3 }) }),
  () => new layers.GaussianNoise({ stddev: 0.1 }),
  (draws) => new layers.Activation({ activation: draws.of(activations) }),
];

const on = (layer: AnyLayer, x: KerasTensor) => layer(x) as KerasTensor;

function network(seed: number, shape: readonly number[], classes: number | null): Model {
  const draws = new Draws(seed);
  const width = draws.integer(2, 9);
  const input = layers.Input({ shape: [...shape] });
  const product = () => draws.of(products[shape.length]!)(draws, width);
  let x = on(product(), input);
  for (let block = draws.integer(1, 3); block > 0; block--) {
    const before = x;
    x = on(draws.of(others)(draws, width), x);
    const layer = product();
    for (let times = draws.chance(0.2) ? 2 : 1; times > 0; times--) x = on(layer, x);
    if (draws.chance(0.5)) x = draws.chance(0.5) ? add(x, before) : maximum(x, before);
    if (shape.length === 3 && draws.chance(0.4)) x = on(new layers.MaxPooling2D({ padding: "same" }), x);
  }
  const whole = shape.length === 1 ? x : on(new layers.Flatten(), x);
  const head = classes === null ? { units: 3 } : { units: classes, activation: "softmax" };
  return new Model({ inputs: input, outputs: on(new layers.Dense(head), whole) });
}

const { SGD, Adam, AdamW, Nadam, RMSprop, Lion, Lamb, Adagrad, Adafactor, LossScaleOptimizer, Muon } = optimizers;

function optimizer(draws: Draws): Optimizer {
  const Class = draws.of([SGD, Adam, Adam, AdamW, Nadam, RMSprop, Lion, Lamb, Adagrad, Adafactor, Muon]);
  const made = new Class({
    learningRate: draws.chance(0.3)
      ? new optimizers.schedules.CosineDecay({ initialLearningRate: 0.05, decaySteps: 9 })
      : 0.01,
    ...(draws.chance(0.2) && { clipnorm: 0.5 }),
    ...(draws.chance(0.15) && { gradientAccumulationSteps: 2 }),
    ...(draws.chance(0.15) && { useEma: true, emaOverwriteFrequency: 3 }),
  });
  return draws.chance(0.15) ? new LossScaleOptimizer({ innerOptimizer: made, dynamicGrowthSteps: 3 }) : made;
}

/** What happens between steps: layers are frozen, rates set, weights replaced. */
function incident(model: Model, draws: Draws): void {
  const layer = draws.of(model.layers);
  const kind = draws.integer(0, 5);
  if (kind === 0) layer.trainable = !layer.trainable;
  else if (kind === 1) model.setWeights(model.getWeights());
  else if (kind === 2 && typeof model.optimizer.learningRate === "number") model.optimizer.learningRate = 0.02;
  else if (kind === 3)
    model.compile({ optimizer: model.optimizer, loss: model.loss ?? "mse", runEagerly: isEager(model) });
}
function isEager(model: Model): boolean {
  return model.getCompileConfig()["run_eagerly"] === true;
}

/** A network and its data; the last batch of three is smaller. */
export function randomTrial(seed: number): Trial {
  const draws = new Draws(seed + 1000);
  const shape = draws.of([[draws.integer(1, 12)], [draws.integer(1, 6), draws.integer(1, 5)], [draws.integer(2, 7), draws.integer(2, 7), draws.integer(1, 4)]]); // biome-ignore format: one list
  const classes = draws.chance(0.5) ? draws.integer(2, 6) : null;
  const [batch, by] = [draws.integer(2, 7), draws.integer(0, 1e6)];
  const size = (step: number) => (step % 3 === 2 ? 1 : batch);
  const options = (): CompileOptions => ({
    optimizer: optimizer(new Draws(by)),
    loss: classes === null ? new Draws(by).of(["mse", "mae", "huber"]) : "sparse_categorical_crossentropy",
    metrics: classes === null ? ["mae"] : ["accuracy"],
  });
  return {
    make: () => network(seed, shape, classes),
    options,
    x: (step) => floats([size(step), ...shape], step + by),
    y: (step) => (classes === null ? floats([size(step), 3], step) : integers([size(step)], classes, step)),
    ...(draws.chance(0.4) && { sampleWeight: (step: number) => floats([size(step)], step + 7) }),
    before: (model, step) => [8, 12].includes(step) && incident(model, new Draws(by + step)),
  };
}
