import { defineOptimizer, memory, number, type Optimizer, ready, type Tensor, type Variable } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { add, divide, minimum, multiply } from "@hornbeam/ops";
import * as optimizers from "@hornbeam/optimizers";
import { beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats } from "../../testing/compare-steps.ts";
import { Sequential } from "../sequential.ts";

const { Adadelta, Adafactor, Adagrad, Adam, Adamax, AdamW, Ftrl, Lamb, Lion, LossScaleOptimizer, Muon } = optimizers;
const { Nadam, RMSprop, ScheduleFreeAdamW, SGD, schedules } = optimizers;
const halving = () => new schedules.ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 });

/** An optimizer whose steps grow with their number. */
class Warm extends defineOptimizer("Warm", { warmup: number(5) }) {
  override readonly slots = [];
  override updateStep(gradient: Tensor, weight: Variable, learningRate: Tensor): void {
    const share = minimum(divide(add(this.iterations, 1), this.warmup), 1);
    weight.assignSub(multiply(gradient, multiply(learningRate, share)));
  }
}

const inMemory: Record<string, () => Optimizer> = {
  "an optimizer of one's own, which asks for the number of the step": () => new Warm({ learningRate: 0.1 }),
  "decay, averages and clipping": () => new Adam({ weightDecay: 0.1, useEma: true, globalClipnorm: 1 }),
  "the scale of a loss": () => new LossScaleOptimizer({ innerOptimizer: new Adam() }),
};
const stepping = [SGD, Adam, RMSprop, AdamW, Nadam, Adamax, Adagrad, Adadelta, Ftrl, Lion, Lamb, Muon, Adafactor];
for (const Class of [...stepping, ScheduleFreeAdamW]) inMemory[Class.className] = () => new Class();

/** What the host does in a replay of a step by an optimizer. */
async function hostActions(optimizer: Optimizer): Promise<unknown> {
  using model = new Sequential([Input({ shape: [5] }), new Dense({ units: 4 }), new Dense({ units: 2 })]);
  model.compile({ optimizer, loss: "mse" });
  for (let i = 0; i < 10; i++) await model.trainOnBatch(floats([4, 5], i), floats([4, 2], i));
  const steps = model.explain().filter(({ mode }) => mode === "recorded");
  expect(steps.length).toBeGreaterThan(0);
  optimizer[Symbol.dispose]();
  return steps.map(({ statistics }) => statistics?.hostActions);
}

describe("an optimizer in a recorded step", () => {
  beforeAll(() => ready());

  it.each(Object.entries(inMemory))("reads its rate and counts its steps in memory: %s", async (_, make) => {
    await hostActions(make()); // what is made once
    const before = memory().numTensors;
    expect(await hostActions(make())).toEqual([0]);
    expect(memory().numTensors).toBe(before);
  });
  it("gathers gradients and counts calls in memory", async () => {
    expect(await hostActions(new Adam({ gradientAccumulationSteps: 2 }))).toEqual([0, 0]);
  });
  it("asks the host for what a schedule or a function gives, and for nothing else", async () => {
    expect(await hostActions(new Nadam({ learningRate: halving(), weightDecay: 0.1 }))).toEqual([1]);
    expect(await hostActions(new SGD({ learningRate: () => 0.1 }))).toEqual([1]);
  });
  it("takes the same steps as without recording, by the number of the step and by a schedule", () => {
    const make = () => new Sequential([Input({ shape: [5] }), new Dense({ units: 4 }), new Dense({ units: 2 })]);
    const trial = { make, x: (step: number) => floats([4, 5], step), y: (step: number) => floats([4, 2], step) };
    for (const optimizer of [
      () => new Warm({ learningRate: 0.1 }),
      () => new Warm({ learningRate: 0.1, gradientAccumulationSteps: 2 }),
      () => new Adafactor({ learningRate: halving() }),
      () => new LossScaleOptimizer({ innerOptimizer: new Nadam({ learningRate: halving() }) }),
    ]) {
      const modes = compareSteps({ ...trial, options: () => ({ optimizer: optimizer() }) });
      expect(Object.values(modes)).not.toContain("eager");
    }
  });
});
