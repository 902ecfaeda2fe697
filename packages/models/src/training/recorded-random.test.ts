import { type AnyLayer, memory, ready, type Tensor } from "@hornbeam/core";
import * as layers from "@hornbeam/layers";
import { Dense, Dropout, Flatten, Input } from "@hornbeam/layers";
import { add } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats, type Trial } from "../../testing/compare-steps.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

const recorded = { train: "recorded", predict: "recorded", test: "recorded" };
const images = (...parts: (() => AnyLayer)[]): Trial => ({
  make: () => new Sequential([...parts.map((layer) => layer()), new Flatten(), new Dense({ units: 2 })]),
  x: (step) => floats([4, 8, 8, 3], step),
  y: (step) => floats([4, 2], step + 9),
});

describe("random numbers of recorded steps are those of eager ones, bit by bit", () => {
  beforeAll(() => ready());
  const trials: Record<string, Trial> = {
    "one generator that kernels and JavaScript draw from": images(() => new layers.MixUp({ alpha: 0.3 })),
    "augmentations, one after the other": images(
      () => new layers.RandomFlip(),
      () => new layers.RandomBrightness({ factor: 0.2, valueRange: [0, 1] }),
      () => new layers.RandomTranslation({ heightFactor: 0.2, widthFactor: 0.2 }),
      () => new layers.RandomRotation({ factor: 0.2 }),
      () => new layers.RandomZoom({ heightFactor: 0.2 }),
    ),
    "dropout in attention": {
      make: () => {
        const input = Input({ shape: [5, 4] });
        const attended = new layers.MultiHeadAttention({ numHeads: 2, keyDim: 2, dropout: 0.3 })({
          query: input,
          value: input,
        });
        return new Model({ inputs: input, outputs: new Dense({ units: 2 })(new Flatten()(attended)) });
      },
      x: (step) => floats([3, 5, 4], step),
      y: (step) => floats([3, 2], step + 9),
    },
    "dropouts of a cell": {
      make: () =>
        new Sequential([new layers.LSTM({ units: 3, dropout: 0.2, recurrentDropout: 0.3 }), new Dense({ units: 2 })]),
      x: (step) => floats([3, 4, 5], step),
      y: (step) => floats([3, 2], step + 9),
    },
  };
  for (const [what, trial] of Object.entries(trials)) {
    it(what, () => expect(compareSteps(trial)).toEqual(recorded));
  }
  it("draws of a layer of one's own, with the global seed and with parameters that are tensors", () => {
    class Noise extends layers.GaussianNoise {
      override call(x: Tensor): Tensor {
        const seed = this.seedGenerator;
        const size = [x.shape[0] ?? 1, 5];
        const drawn = [
          random.gamma(size, random.uniform(size, { minval: 1, maxval: 2, seed }), { seed }),
          random.categorical(x, 5, { seed, dtype: "float32" }),
          random.normal(size, { seed: 4 }),
          random.binomial(size, 3, 0.5),
        ];
        return drawn.reduce((sum, part) => add(sum, part), x);
      }
    }
    const make = () => new Sequential([Input({ shape: [5] }), new Noise({ stddev: 1 }), new Dense({ units: 2 })]);
    const trial = { make, x: (step: number) => floats([4, 5], step), y: (step: number) => floats([4, 2], step) };
    expect(compareSteps(trial, 6)["train"]).toBe("recorded");
  });
  it("need nothing of the host, and leave nothing behind", async () => {
    const before = memory().numTensors;
    for (const rate of [0, 0.5]) {
      using model = new Sequential([Input({ shape: [5] }), new Dropout({ rate }), new Dense({ units: 2 })]);
      model.compile({ optimizer: "sgd", loss: "mse" });
      for (let i = 0; i < 4; i++) await model.trainOnBatch(floats([4, 5], i), floats([4, 2], i));
      expect(model.explain()[0]).toMatchObject({ mode: "recorded", statistics: { hostActions: 0 } });
    }
    expect(memory().numTensors).toBe(before);
  });
});
