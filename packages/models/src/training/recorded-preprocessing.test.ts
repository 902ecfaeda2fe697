import {
  type AnyLayer,
  clearSession,
  getThreads,
  type KerasTensor,
  memory,
  NDArray,
  ready,
  setRandomSeed,
  setThreads,
} from "@hornbeam/core";
import * as layers from "@hornbeam/layers";
import { Dense, GlobalAveragePooling2D, Input } from "@hornbeam/layers";
import { mean, stack } from "@hornbeam/ops";
import { SGD } from "@hornbeam/optimizers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats, integers, type Trial } from "../../testing/compare-steps.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

const recorded = { train: "recorded", predict: "recorded", test: "recorded" };
type BaseImageLayer = AnyLayer & { readonly dataFormat: "channels_first" | "channels_last" };
const pixels = (step: number) => new NDArray(Float32Array.from(integers([4, 12, 10, 3], 256, step).data as Int32Array), [4, 12, 10, 3]); // biome-ignore format: one line
const images = (layer: () => BaseImageLayer): Trial => ({
  make: () => {
    const first = layer();
    const pool = new GlobalAveragePooling2D({ dataFormat: first.dataFormat });
    return new Sequential([first, pool, new Dense({ units: 2 })]);
  },
  options: () => ({ optimizer: new SGD({ learningRate: 1e-5 }) }),
  x: pixels,
  y: (step) => floats([4, 2], step + 9),
});
const rows = (layer: () => AnyLayer, x: (step: number) => NDArray): Trial => ({
  make: () =>
    new Sequential([
      Input({ shape: x(0).shape.slice(1), dtype: x(0).dtype }),
      layer(),
      new layers.Rescaling({ scale: 0.5 }),
      new Dense({ units: 2 }),
    ]),
  x,
  y: (step) => floats([5, 2], step + 9),
});
const whole = (layer: () => AnyLayer, below = 9) => rows(layer, (step) => integers([5, 4], below, step));
const real = (layer: () => AnyLayer) => rows(layer, (step) => floats([5, 4], step));

const drawn: Record<string, Trial> = {
  RandomCrop: images(() => new layers.RandomCrop({ height: 7, width: 6 })),
  "RandomCrop of all there is": images(() => new layers.RandomCrop({ height: 12, width: 6 })),
  "RandomCrop, channels first": images(() => new layers.RandomCrop({ height: 5, width: 2, dataFormat: "channels_first" })), // biome-ignore format: one line
  RandomGaussianBlur: images(() => new layers.RandomGaussianBlur({ factor: [0.5, 1], kernelSize: 5 })),
  "RandomGaussianBlur, not square": images(() => new layers.RandomGaussianBlur({ kernelSize: [3, 5] })),
  RandomElasticTransform: images(() => new layers.RandomElasticTransform({ factor: [0.5, 1] })),
  "RandomElasticTransform of large images": {
    ...images(() => new layers.RandomElasticTransform({ scale: [0.2, 1], interpolation: "nearest" })),
    x: (step) => floats([1, 50, 64, 1], step),
    y: (step) => floats([1, 2], step + 9),
  },
  RandAugment: images(() => new layers.RandAugment({ numOps: 3 })),
  AugMix: images(() => new layers.AugMix({ numChains: 2, chainDepth: 2, factor: 0.4 })),
  RandomPerspective: images(() => new layers.RandomPerspective({ scale: 0.7 })),
};
const found: Record<string, Trial> = {
  Equalization: images(() => new layers.Equalization()),
  ContrastLimitedAdaptiveHistogramEqualization: images(
    () => new layers.ContrastLimitedAdaptiveHistogramEqualization({ tileGridSize: 2 }),
  ),
  "CategoryEncoding, several": whole(() => new layers.CategoryEncoding({ numTokens: 9 })),
  "CategoryEncoding, one": rows(
    () => new layers.CategoryEncoding({ numTokens: 7, outputMode: "one_hot" }),
    (step) => integers([5, 1], 9, step),
  ),
  Discretization: real(() => new layers.Discretization({ binBoundaries: [-0.4, 0, 0.7] })),
  "Discretization, counted": real(() => new layers.Discretization({ binBoundaries: [0], outputMode: "count" })),
  Hashing: whole(() => new layers.Hashing({ numBins: 5, salt: [3, 4] })),
  "Hashing, many": whole(() => new layers.Hashing({ numBins: 5, maskValue: 2, outputMode: "multi_hot" })),
  IntegerLookup: whole(() => new layers.IntegerLookup({ vocabulary: [3, 1, 8], maskToken: 0, numOovIndices: 2 })),
  "IntegerLookup, back": whole(() => new layers.IntegerLookup({ vocabulary: [30, 10, 80], invert: true })),
  "IntegerLookup, by rarity": whole(
    () => new layers.IntegerLookup({ vocabulary: [3, 1, 8], idfWeights: [0.5, 2, 1], outputMode: "tf_idf" }),
  ),
  HashedCrossing: {
    make: () => {
      const inputs = [0, 1].map(() => Input({ shape: [1], dtype: "int32" }));
      const crossed = new layers.HashedCrossing({ numBins: 6, outputMode: "one_hot" })(inputs);
      return new Model({ inputs, outputs: new Dense({ units: 2 })(crossed) });
    },
    x: (step) => [integers([5, 1], 4, step), integers([5, 1], 4, step + 40)],
    y: (step) => floats([5, 2], step + 9),
  },
};

const onOneThread = new Map<string, readonly unknown[]>();
function lossesOf({ make, options, x, y }: Trial): readonly unknown[] {
  clearSession();
  setRandomSeed(3);
  using model = make();
  model.compile({ loss: "mse", ...options?.() });
  return [1, 2, 3, 4, 5].map((step) => model.runTrainStep({ x: x(step), y: y(step), sampleWeight: null })["loss"]);
}

describe.each([1, 2])(
  "preprocessing in recorded steps is what it is in eager ones, bit by bit, %i threads",
  (threads) => {
    const before = getThreads();
    beforeAll(async () => {
      await ready();
      await setThreads(threads);
    });
    afterAll(() => setThreads(before));

    for (const [what, trial] of Object.entries({ ...drawn, ...found })) {
      it(what, () => {
        expect(compareSteps(trial, what in drawn ? 14 : 9)).toEqual(recorded);
        const losses = lossesOf(trial);
        expect(losses).toEqual(onOneThread.get(what) ?? losses);
        onOneThread.set(what, losses);
      });
    }
  },
);

describe("preprocessing in recorded steps", () => {
  beforeAll(() => ready());

  it.each(Object.keys(drawn).filter((name) => !name.endsWith("there is")))("%s draws anew in each replay", (name) => {
    const { make, x, y } = drawn[name]!;
    setRandomSeed(7);
    const before = memory().numTensors;
    {
      using model = make();
      model.compile({ optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
      const batch = { x: x(1), y: y(1), sampleWeight: null };
      const losses = Array.from({ length: 8 }, () => model.runTrainStep(batch)["loss"]);
      expect(new Set(losses).size).toBe(8);
      expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 5 });
    }
    expect(memory().numTensors).toBe(before);
  });
  it("strings stay eager, and the reason says so", () => {
    const model = (...parts: AnyLayer[]) => new Sequential([Input({ shape: [2], dtype: "int32" }), ...parts]);
    const reasonOf = (made: Sequential, x: NDArray) => {
      for (let i = 0; i < 5; i++) made.runPredictStep(x);
      const reason = made.explain()[0]?.reason;
      made[Symbol.dispose]();
      return reason;
    };
    const words = (name: string) => new layers.StringLookup({ vocabulary: ["a", "b"], invert: true, name });
    const ids = new NDArray(Int32Array.of(1, 2), [1, 2], "int32");
    const reason = 'StringLookup "words": it makes strings, which only JavaScript works on';
    expect(reasonOf(model(words("words")), ids)).toBe(reason);
    const back = new Sequential([Input({ shape: [2], dtype: "string" }), new layers.Hashing({ numBins: 3 })]);
    const why = "the batch holds strings, which only JavaScript works on";
    expect(reasonOf(back, NDArray.from([["a", "b"]]))).toBe(why);
  });
  it.each([
    ["RandAugment", () => new layers.RandAugment({ numOps: 2, boundingBoxFormat: "xyxy" })],
    ["RandomCrop", () => new layers.RandomCrop({ height: 6, width: 5, boundingBoxFormat: "xyxy" })],
    ["RandomPerspective", () => new layers.RandomPerspective({ boundingBoxFormat: "xyxy" })],
  ] as const)("%s takes boxes and masks along", (_, layer) => {
    const make = () => {
      const inputs = [[9, 9, 3], [9, 9, 1], [2, 4], [2]].map((shape) => Input({ shape })); // biome-ignore format: four inputs
      const [images, masks, boxes, labels] = inputs as [KerasTensor, KerasTensor, KerasTensor, KerasTensor];
      const all = layer()({ images, segmentation_masks: masks, bounding_boxes: { boxes, labels } });
      const parts = [all.images, all.segmentation_masks, all.bounding_boxes.boxes, all.bounding_boxes.labels];
      const means = parts.map((part) => mean(part, { axis: [1, 2, 3].slice(0, part.rank - 1), keepdims: false }));
      return new Model({ inputs, outputs: new Dense({ units: 2 })(stack(means, { axis: 1 })) });
    };
    const whole = (shape: readonly number[], below: number, step: number) => {
      const { data } = integers(shape, below, step);
      return new NDArray(Float32Array.from(data as Int32Array), shape);
    };
    const box = (step: number) => Float32Array.from({ length: 24 }, (_, i) => (i % 4 < 2 ? 1 : 6) + (step % 3));
    const trial: Trial = {
      make,
      options: () => ({ optimizer: new SGD({ learningRate: 1e-5 }) }),
      x: (step) => [whole([3, 9, 9, 3], 256, step), whole([3, 9, 9, 1], 4, step), new NDArray(box(step), [3, 2, 4]), whole([3, 2], 5, step)], // biome-ignore format: one line
      y: (step) => floats([3, 2], step + 9),
    };
    expect(compareSteps(trial, 12)).toEqual(recorded);
  });
  it("layers behind one that is trained stay eager where they draw what they do, and say so", () => {
    const trial = images(() => new layers.Conv2D({ filters: 3, kernelSize: 1 }) as never);
    const make = () =>
      new Sequential([
        new layers.Conv2D({ filters: 3, kernelSize: 1 }),
        new layers.RandAugment({ numOps: 1, name: "augment" }),
        new GlobalAveragePooling2D(),
        new Dense({ units: 2 }),
      ]);
    const train = 'RandAugment "augment": gradients go through it, and what it does is drawn in each step';
    expect(compareSteps({ ...trial, make }, 12)).toEqual({ ...recorded, train });
  });
  it("an integer that no vocabulary has is refused by a replay too, and nothing is changed", () => {
    const lookup = new layers.IntegerLookup({ vocabulary: [1, 2, 3], numOovIndices: 0, outputMode: "count", name: "ids" }); // biome-ignore format: one line
    using model = new Sequential([Input({ shape: [2], dtype: "int32" }), lookup, new Dense({ units: 1 })]);
    model.compile({ optimizer: "adam", loss: "mse" });
    const batch = (...ids: number[]) => ({
      x: new NDArray(Int32Array.from(ids), [1, 2], "int32"),
      y: floats([1, 1], 1),
      sampleWeight: null,
    });
    for (let i = 0; i < 5; i++) model.runTrainStep(batch(1, 3));
    const state = () => [...model.variables, ...model.optimizer.variables].map((variable) => variable.numpy());
    const before = state();
    expect(() => model.runTrainStep(batch(2, 7))).toThrow(
      'Cannot call IntegerLookup "ids": all inputs must be in the vocabulary where `numOovIndices` is 0, received 7',
    );
    expect(state()).toEqual(before);
    model.runTrainStep(batch(2, 2));
    expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 3 });
  });
  it("another vocabulary is used at once, and one of another size recorded anew", () => {
    const lookup = new layers.IntegerLookup({ outputMode: "multi_hot", maxTokens: 9 });
    lookup.setVocabulary([4, 5]);
    using model = new Sequential([Input({ shape: [3], dtype: "int32" }), lookup, new layers.Rescaling({ scale: 1 })]);
    const x = new NDArray(Int32Array.of(4, 5, 6), [1, 3], "int32");
    const predicted = () => (model.runPredictStep(x) as NDArray).toArray();
    for (let i = 0; i < 5; i++) expect(predicted()).toEqual([[1, 1, 1]]);
    lookup.setVocabulary([4, 6]);
    expect(predicted()).toEqual([[1, 1, 1]]);
    lookup.setVocabulary([7, 6]);
    expect(predicted()).toEqual([[1, 0, 1]]);
    expect(model.explain()[0]).toMatchObject({ mode: "recorded", replays: 4 });
    lookup.setVocabulary([1, 6, 5, 4]);
    for (let i = 0; i < 5; i++) expect(predicted()).toEqual([[0, 0, 1, 1, 1]]);
    expect(model.explain()[0]).toMatchObject({ mode: "recorded" });
  });
});
