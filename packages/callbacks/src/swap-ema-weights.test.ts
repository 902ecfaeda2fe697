import { memory, NDArray, ready, StateError, Variable } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { FakeModel } from "./fixtures/fake-model.ts";
import { SwapEMAWeights } from "./swap-ema-weights.ts";

beforeAll(() => ready());

function makeModel(): { model: FakeModel; values: () => unknown[] } {
  const make = (value: number) => new Variable({ name: "w", shape: [1], initializer: NDArray.from([value]) });
  const [weight, average] = [make(1), make(5)];
  const model = new FakeModel({ weights: [weight] });
  Object.assign(model.optimizer, { averages: new Map([[weight, average]]) });
  return { model, values: () => [weight.numpy().item(), average.numpy().item()] };
}

describe("SwapEMAWeights", () => {
  it("has the averages in the model during evaluations and predictions", () => {
    const { model, values } = makeModel();
    const callback = new SwapEMAWeights();
    callback.setModel(model);
    callback.onTestBegin();
    expect(values()).toEqual([5, 1]);
    const before = memory().numTensors;
    callback.onTestEnd();
    expect(values()).toEqual([1, 5]);
    callback.onPredictBegin();
    expect(values()).toEqual([5, 1]);
    callback.onPredictEnd();
    expect(values()).toEqual([1, 5]);
    expect(memory().numTensors).toBe(before);
    callback.onEpochEnd(0);
    expect(values()).toEqual([1, 5]);
  });

  it("gives the model its weights back when a training is interrupted within an evaluation", () => {
    const { model, values } = makeModel();
    const callback = new SwapEMAWeights();
    callback.setModel(model);
    callback.onTestBegin();
    callback.onTrainInterrupt();
    expect(values()).toEqual([1, 5]);
    callback.onTrainInterrupt();
    expect(values()).toEqual([1, 5]);
  });

  it("has them there between epochs if told to, and in both at the end", () => {
    const { model, values } = makeModel();
    const callback = new SwapEMAWeights({ swapOnEpoch: true });
    callback.setModel(model);
    callback.setParams({ verbose: 0, epochs: 2, steps: 1 });
    callback.onEpochBegin();
    callback.onEpochEnd(0);
    expect(values()).toEqual([5, 1]);
    callback.onEpochBegin();
    expect(values()).toEqual([1, 5]);
    callback.onEpochEnd(1);
    expect(values()).toEqual([5, 5]);
  });

  it("refuses an optimizer without averages", () => {
    const callback = new SwapEMAWeights();
    callback.setModel(new FakeModel());
    expect(() => callback.onTestBegin()).toThrow(StateError);
    expect(() => callback.onTestBegin()).toThrow(
      "Cannot swap weights by SwapEMAWeights: the optimizer must keep averages, and have been built\n" +
        "Make it with `useEma: true` (`use_ema=True` in Keras).",
    );
  });
});
