import { memory, NDArray, ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { MeanAbsoluteError } from "@hornbeam/metrics";
import { Adam, LossScaleOptimizer, MultiOptimizer, OptimizerMap, SGD } from "@hornbeam/optimizers";
import { beforeAll, describe, expect, it } from "vitest";
import { Sequential } from "../sequential.ts";

const x = NDArray.from([[1], [1]]);
const y = NDArray.from([[0], [0]]);
const quiet = { verbose: 0, batchSize: 2 } as const;
const stack = (options: object = {}) =>
  new Sequential([Input({ shape: [1] }), new Dense({ units: 1, useBias: false, kernelInitializer: "ones" })], options);
const weight = (model: Sequential) => Number(model.getWeights()[0]!.data[0]);
const count = (optimizer: Adam | SGD) => Number(optimizer.iterations.numpy().item());

describe("what a model is compiled with again", () => {
  beforeAll(() => ready());

  it("an optimizer goes on where it was, another one in between", async () => {
    using model = stack();
    const [first, second] = [new SGD({ learningRate: 0.25, momentum: 0.5 }), new SGD({ learningRate: 0 })];
    for (const optimizer of [first, second, first]) {
      model.compile({ optimizer, loss: "mse" });
      await model.fit(x, y, quiet);
    }
    // w = 1, v = -0.25 · 2w = -0.5: w = 0.5; v = 0.5 · -0.5 - 0.25 · 1 = -0.5: w = 0
    expect(weight(model)).toBe(0);
    expect([count(first), count(second)]).toEqual([2, 1]);
  });

  it("a metric goes on too: as in Keras it is reset once a batch has shown what it belongs to", async () => {
    using model = stack();
    const metric = new MeanAbsoluteError({ name: "error" });
    const errors: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      model.compile({ optimizer: new SGD({ learningRate: 0.25 }), loss: "mse", metrics: [metric] });
      errors.push((await model.fit(x, y, quiet)).history["error"]);
    }
    expect(errors).toEqual([[1], [0.75]]); // of 1, 1, 0.5 and 0.5
    expect((await model.fit(x, y, quiet)).history["error"]).toEqual([0.25]);
  });

  it("an optimizer may get a scale of the loss around it, and lose it", async () => {
    const before = memory().numTensors;
    {
      using model = stack({ dtype: "mixed_float16" });
      const optimizer = new Adam({ learningRate: 0.125 });
      const scaled = new LossScaleOptimizer({ innerOptimizer: optimizer });
      for (const given of [optimizer, optimizer, scaled]) {
        model.compile({ optimizer: given, loss: "mse" });
        await model.fit(x, y, quiet);
      }
      model.compile({ optimizer, loss: "mse", autoScaleLoss: false });
      await model.fit(x, y, quiet);
      expect(model.optimizer).toBe(optimizer);
      expect(count(optimizer)).toBe(4);
      using same = stack({ dtype: "mixed_float16" });
      same.compile({ optimizer: new Adam({ learningRate: 0.125 }), loss: "mse", autoScaleLoss: false });
      await same.fit(x, y, { ...quiet, epochs: 4 });
      expect(weight(model)).toBe(weight(same));
    }
    expect(memory().numTensors).toBe(before);
  });

  const gathering = () => new Adam({ gradientAccumulationSteps: 2 });
  it.each([
    ["Adam", () => new Adam()],
    ["one that gathers gradients", gathering],
    ["one with a scale around it", () => new LossScaleOptimizer({ innerOptimizer: gathering() })],
    [
      "several",
      () => new MultiOptimizer({ optimizerMap: new OptimizerMap({ defaultOptimizer: gathering(), optimizerMap: {} }) }),
    ],
  ])("holds no memory that is not in use: %s", async (_, make) => {
    const before = memory().numTensors;
    {
      using model = stack();
      const used: number[] = [];
      for (let i = 0; i < 3; i++) {
        model.compile({ optimizer: make(), loss: "mse", metrics: ["mae"] });
        await model.fit(x, y, { ...quiet, epochs: 8 });
        used.push(memory().numTensors);
      }
      expect(used).toEqual(Array.from(used, () => used[0]));
    }
    expect(memory().numTensors).toBe(before);
  });
});
