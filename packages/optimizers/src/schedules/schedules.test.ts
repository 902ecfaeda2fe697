import type { LearningRateSchedule } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import {
  CosineDecay,
  CosineDecayRestarts,
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
} from "./schedules.ts";
import { deserialize, serialize } from "./serialization.ts";

const rates = (schedule: LearningRateSchedule, ...steps: number[]) => steps.map((step) => schedule(step));
const close = (numbers: number[]) => numbers.map((number) => expect.closeTo(number, 7));

describe("CosineDecay", () => {
  it("falls along half a cosine to a share, and stays", () => {
    const schedule = new CosineDecay({ initialLearningRate: 0.1, decaySteps: 100, alpha: 0.1 });
    expect(rates(schedule, 0, 50, 100, 1000)).toEqual(close([0.1, 0.055, 0.01, 0.01]));
  });
  it("first rises to a target", () => {
    const options = { initialLearningRate: 0, decaySteps: 100, warmupTarget: 0.2, warmupSteps: 50 };
    expect(rates(new CosineDecay(options), 0, 25, 50, 100, 150)).toEqual(close([0, 0.1, 0.2, 0.1, 0]));
  });
});

describe("CosineDecayRestarts", () => {
  it("falls again and again, from lower and for longer", () => {
    const schedule = new CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 10, tMul: 2, mMul: 0.5 });
    expect(rates(schedule, 0, 5, 10, 20, 30, 70)).toEqual(close([1, 0.5, 0.5, 0.25, 0.25, 0.125]));
  });
  it("finds the ends of falls of any length exactly", () => {
    const schedule = new CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 100, tMul: 1.5 });
    expect(rates(schedule, 100, 250, 475)).toEqual(close([1, 1, 1]));
    const even = new CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 10, tMul: 1 });
    expect(rates(even, 10, 15, 20)).toEqual(close([1, 0.5, 1]));
  });
});

describe("ExponentialDecay", () => {
  it("falls by a factor every so many steps, evenly or at once", () => {
    const options = { initialLearningRate: 0.4, decaySteps: 10, decayRate: 0.25 };
    expect(rates(new ExponentialDecay(options), 0, 5, 10)).toEqual(close([0.4, 0.2, 0.1]));
    expect(rates(new ExponentialDecay({ ...options, staircase: true }), 9, 10)).toEqual(close([0.4, 0.1]));
  });
});

describe("InverseTimeDecay", () => {
  it("falls as one over the time, evenly or at once", () => {
    const options = { initialLearningRate: 0.6, decaySteps: 2, decayRate: 1 };
    expect(rates(new InverseTimeDecay(options), 0, 1, 4)).toEqual(close([0.6, 0.4, 0.2]));
    expect(rates(new InverseTimeDecay({ ...options, staircase: true }), 1, 2)).toEqual(close([0.6, 0.3]));
  });
});

describe("PolynomialDecay", () => {
  it("falls along a power and stays, or starts again", () => {
    const options = { initialLearningRate: 1, decaySteps: 10, endLearningRate: 0, power: 2 };
    expect(rates(new PolynomialDecay(options), 0, 5, 10, 15)).toEqual(close([1, 0.25, 0, 0]));
    expect(rates(new PolynomialDecay({ ...options, cycle: true }), 0, 10, 15)).toEqual(close([1, 0, 0.0625]));
  });
});

describe("PiecewiseConstantDecay", () => {
  it("keeps a value up to and with its boundary", () => {
    const schedule = new PiecewiseConstantDecay({ boundaries: [2, 4], values: [0.1, 0.05, 0.01] });
    expect(rates(schedule, 0, 2, 3, 4, 5)).toEqual([0.1, 0.1, 0.05, 0.05, 0.01]);
  });
  it("refuses another number of values", () => {
    expect(() => new PiecewiseConstantDecay({ boundaries: [1, 2], values: [0.1, 0.2] })).toThrow(
      "Cannot create PiecewiseConstantDecay: `values` must have one number more than `boundaries`, which must not be empty, received { boundaries: [1, 2], values: [0.1, 0.2] }",
    );
  });
});

describe("schedules", () => {
  it("survive a round trip through Keras' form", () => {
    const all = [
      new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10, warmupTarget: 0.2, warmupSteps: 3 }),
      new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10, tMul: 1.5 }),
      new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.9, staircase: true }),
      new InverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.9, name: "mine" }),
      new PolynomialDecay({ initialLearningRate: 0.1, decaySteps: 10, power: 2, cycle: true }),
      new PiecewiseConstantDecay({ boundaries: [1], values: [0.1, 0.2] }),
    ];
    for (const schedule of all) {
      const written = JSON.parse(JSON.stringify(serialize(schedule)));
      expect(written.module).toBe("keras.optimizers.schedules");
      expect(serialize(deserialize(written))).toEqual(written);
      expect(deserialize(written)(7)).toBe(schedule(7));
    }
  });
  it("refuse steps of no length", () => {
    expect(() => new CosineDecay({ initialLearningRate: 0.1, decaySteps: 0 })).toThrow(
      "Cannot create CosineDecay: `decaySteps` must be a positive number, received 0",
    );
  });
});
