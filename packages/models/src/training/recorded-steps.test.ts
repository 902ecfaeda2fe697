import { type AnyLayer, ready, type Tensor, type Variable } from "@hornbeam/core";
import * as layers from "@hornbeam/layers";
import { Conv2D, Dense, Dropout, Flatten, Input } from "@hornbeam/layers";
import { AUC } from "@hornbeam/metrics";
import { multiply } from "@hornbeam/ops";
import {
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Ftrl,
  Lamb,
  Lion,
  Muon,
  Nadam,
  RMSprop,
  ScheduleFreeAdamW,
  SGD,
  schedules,
} from "@hornbeam/optimizers";
import { beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats, integers, oneHot, type Trial } from "../../testing/compare-steps.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

const recorded = { train: "recorded", predict: "recorded", test: "recorded" };

/** A network on rows of five numbers with targets of three, with other layers in its middle. */
const vectors = (...middle: (() => AnyLayer)[]): Trial => ({
  make: () =>
    new Sequential([
      Input({ shape: [5] }),
      new Dense({ units: 8, activation: "relu" }),
      ...middle.map((layer) => layer()),
      new Dense({ units: 3 }),
    ]),
  x: (step) => floats([6, 5], step),
  y: (step) => floats([6, 3], step + 50),
});
const images = (...parts: (() => AnyLayer)[]): Trial => ({
  make: () => new Sequential([...parts.map((layer) => layer()), new Flatten(), new Dense({ units: 2 })]),
  x: (step) => floats([4, 8, 8, 3], step),
  y: (step) => floats([4, 2], step + 9),
});
const classes: Trial = {
  make: () => new Sequential([new Dense({ units: 8 }), new Dense({ units: 3, activation: "softmax" })]),
  x: (step) => floats([6, 5], step),
  y: (step) => oneHot(6, 3, step),
};
const by = (optimizer: () => SGD | Adam): Trial => ({
  ...vectors(),
  options: () => ({ optimizer: optimizer() as never }),
});

describe("recorded steps are the same as eager ones, bit by bit", () => {
  beforeAll(() => ready());

  describe("by optimizer", () => {
    const stepping = [SGD, Adam, RMSprop, AdamW, Nadam, Adamax, Adagrad, Adadelta, Ftrl, Lion, Lamb, Muon, Adafactor];
    for (const Class of [...stepping, ScheduleFreeAdamW]) {
      it(Class.className, () => {
        expect(compareSteps(by(() => new Class({ learningRate: 0.01 }) as Adam))).toEqual(recorded);
      });
    }
    const options: Record<string, () => Adam | SGD> = {
      "SGD with Nesterov's momentum": () => new SGD({ learningRate: 0.01, momentum: 0.9, nesterov: true }),
      "RMSprop, centred, with momentum": () => new RMSprop({ centered: true, momentum: 0.5 }) as never,
      "clipping by norm": () => new Adam({ clipnorm: 0.1 }),
      "clipping by value": () => new Adam({ clipvalue: 0.1 }),
      "weight decay": () => new Adam({ weightDecay: 0.1 }),
      "a schedule": () =>
        new Adam({
          learningRate: new schedules.ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }),
        }),
    };
    for (const [what, optimizer] of Object.entries(options)) {
      it(what, () => expect(compareSteps(by(optimizer))).toEqual(recorded));
    }
    it("running averages that overwrite weights are another kind of step", () => {
      const modes = compareSteps(
        by(() => new Adam({ useEma: true, emaOverwriteFrequency: 3 })),
        15,
      );
      expect(modes).toEqual({ ...recorded, "train (step average)": "recorded" });
    });
    it("gathering gradients is another kind of step", () => {
      const modes = compareSteps(by(() => new Adam({ gradientAccumulationSteps: 2 })));
      expect(modes).toEqual({ ...recorded, "train (gather)": "recorded" });
    });
    it("a rate that a callback sets, with kernels and with steps of a sub-class", () => {
      class Own extends Adagrad {
        override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
          variable.assignSub(multiply(gradient, learningRate));
        }
      }
      const before = (model: Model, step: number) => {
        if (step === 5) model.optimizer.learningRate = 0.05;
      };
      for (const Class of [Adagrad, Own]) {
        const trial = by(() => new Class({ learningRate: 0.1 }) as never);
        expect(compareSteps({ ...trial, before }, 12)).toEqual(recorded);
      }
    });
  });

  describe("by layer", () => {
    const { BatchNormalization, LayerNormalization, GaussianNoise, GlobalAveragePooling1D } = layers;
    const { AveragePooling2D, MaxPooling2D, SeparableConv2D, Conv2DTranspose, Embedding } = layers;
    const trials: Record<string, Trial> = {
      "BatchNormalization and Dropout": vectors(
        () => new BatchNormalization(),
        () => new Dropout({ rate: 0.5 }),
      ),
      "a Dropout with a seed": vectors(() => new Dropout({ rate: 0.5, seed: 4 })),
      GaussianNoise: vectors(() => new GaussianNoise({ stddev: 0.5 })),
      "AlphaDropout and GaussianDropout": vectors(
        () => new layers.AlphaDropout({ rate: 0.3 }),
        () => new layers.GaussianDropout({ rate: 0.3 }),
      ),
      LayerNormalization: vectors(() => new LayerNormalization()),
      "regularizers and constraints": vectors(
        () => new Dense({ units: 4, kernelRegularizer: "l2", kernelConstraint: "max_norm" }),
      ),
      "activations of ops": vectors(
        () => new Dense({ units: 4, activation: "gelu" }),
        () => new Dense({ units: 4, activation: "softplus" }),
      ),
      Conv2D: images(
        () => new Conv2D({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }),
        () => new MaxPooling2D(),
      ),
      "Conv2D with strides and dilation": images(
        () => new Conv2D({ filters: 4, kernelSize: 3, strides: 2 }),
        () => new Conv2D({ filters: 4, kernelSize: 2, dilationRate: 2 }),
      ),
      "SeparableConv2D and AveragePooling2D": images(
        () => new SeparableConv2D({ filters: 4, kernelSize: 3 }),
        () => new AveragePooling2D(),
      ),
      Conv2DTranspose: images(() => new Conv2DTranspose({ filters: 4, kernelSize: 3, strides: 2 })),
      "GroupNormalization, SpatialDropout2D and Conv2DTranspose with relu": images(
        () => new layers.GroupNormalization({ groups: 3 }),
        () => new layers.SpatialDropout2D({ rate: 0.3 }),
        () => new Conv2DTranspose({ filters: 4, kernelSize: 3, activation: "relu" }),
      ),
    };
    for (const [what, trial] of Object.entries(trials)) {
      it(what, () => expect(compareSteps(trial)).toEqual(recorded));
    }
    const sequences: Record<string, () => AnyLayer> = {
      LSTM: () => new layers.LSTM({ units: 4, dropout: 0.2 }),
      "a stateful GRU": () => new layers.GRU({ units: 4, stateful: true }),
      "Conv1D and pooling": () => new layers.Conv1D({ filters: 4, kernelSize: 2 }),
    };
    for (const [what, layer] of Object.entries(sequences)) {
      it(`${what}, whether recorded or not`, () => {
        const make = () => new Sequential([layer(), new Flatten(), new Dense({ units: 2 })]);
        compareSteps({ make, x: (step) => floats([4, 6, 3], step), y: (step) => floats([4, 2], step) });
      });
    }
    it("attention in a model of a class of its own, whether recorded or not", () => {
      class Attentive extends Model {
        readonly attend = new layers.MultiHeadAttention({ numHeads: 2, keyDim: 2 });
        readonly flatten = new Flatten();
        readonly head = new Dense({ units: 2 });
        override call(x: Tensor): Tensor {
          return this.head(this.flatten(this.attend({ query: x, value: x })));
        }
      }
      compareSteps({
        make: () => new Attentive(),
        x: (step) => floats([4, 6, 3], step),
        y: (step) => floats([4, 2], step),
      });
    });
    it("Embedding with a mask", () => {
      const make = () =>
        new Sequential([
          new Embedding({ inputDim: 10, outputDim: 4, maskZero: true }),
          new GlobalAveragePooling1D(),
          new Dense({ units: 2 }),
        ]);
      compareSteps({ make, x: (step) => integers([4, 6], 10, step), y: (step) => floats([4, 2], step) });
    });
  });

  describe("by loss and metric", () => {
    const losses = [
      "categorical_crossentropy",
      "mae",
      "huber",
      "kl_divergence",
      "poisson",
      "cosine_similarity",
      "binary_crossentropy",
    ];
    for (const loss of losses)
      it(loss, () => expect(compareSteps({ ...classes, options: () => ({ loss }) })).toEqual(recorded));
    it("class numbers, accuracies and weights of samples", () => {
      const options = () => ({
        loss: "sparse_categorical_crossentropy",
        metrics: ["accuracy", "sparse_categorical_crossentropy"],
        weightedMetrics: ["accuracy"],
      });
      const sampleWeight = (step: number) => floats([6], step + 3);
      expect(compareSteps({ ...classes, y: (step) => integers([6], 3, step), options, sampleWeight })).toEqual(
        recorded,
      );
    });
    it("several outputs, by name", () => {
      const make = () => {
        const input = Input({ shape: [5] });
        const hidden = new Dense({ units: 4 })(input);
        const outputs = {
          a: new Dense({ units: 1, name: "a" })(hidden),
          b: new Dense({ units: 2, name: "b" })(hidden),
        };
        return new Model({ inputs: input, outputs });
      };
      const y = (step: number) => ({ a: floats([6, 1], step), b: floats([6, 2], step) });
      const options = () => ({ loss: { a: "mse", b: "mae" }, metrics: { a: ["mae"] }, lossWeights: { a: 2, b: 0.5 } });
      expect(compareSteps({ make, x: (step) => floats([6, 5], step), y, options })).toEqual(recorded);
    });
    it("a metric that reads its state on the host stays as it is", () => {
      const modes = compareSteps({ ...classes, options: () => ({ loss: "mse", metrics: [new AUC()] }) });
      expect(modes["predict"]).toBe("recorded");
    });
  });
});
