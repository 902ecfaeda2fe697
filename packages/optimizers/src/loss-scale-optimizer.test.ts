import { memory, NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { deserialize, serialize } from "./get.ts";
import { LossScaleOptimizer } from "./loss-scale-optimizer.ts";
import { SGD } from "./sgd.ts";

const weight = () => new Variable({ name: "w", shape: [1], initializer: NDArray.from([0]) });

describe("LossScaleOptimizer", () => {
  it("scales the loss up, and gradients down", () => {
    const w = weight();
    const optimizer = new LossScaleOptimizer({ innerOptimizer: new SGD({ learningRate: 1 }), initialScale: 8 });
    expect(optimizer.scaleLoss(2)).toBeClose(16);
    optimizer.apply([[16]], [w]);
    expect(w).toBeClose([-2]);
    expect(Number(optimizer.iterations.numpy().item())).toBe(1);
  });
  it("doubles the scale after good steps, and halves it in place of a step that is not finite", () => {
    const w = weight();
    const inner = new SGD({ learningRate: 1 });
    const optimizer = new LossScaleOptimizer({ innerOptimizer: inner, initialScale: 4, dynamicGrowthSteps: 2 });
    const scales = [0, 0, Number.NaN, 0].map((gradient) => {
      optimizer.apply([[gradient]], [w]);
      return optimizer.scaleLoss(1).dataSync()[0];
    });
    expect(scales).toEqual([4, 8, 4, 4]);
    expect(w).toBeClose([0]);
    expect(Number(inner.iterations.numpy().item())).toBe(3);
  });
  it("shows and sets the learning rate of the one inside", () => {
    const inner = new SGD({ learningRate: 0.5 });
    const optimizer = new LossScaleOptimizer({ innerOptimizer: inner });
    optimizer.learningRate = 0.25;
    expect([inner.learningRate, optimizer.learningRate, optimizer.currentLearningRate]).toEqual([0.25, 0.25, 0.25]);
  });
  it("survives a round trip with the one inside", () => {
    const written = serialize(new LossScaleOptimizer({ innerOptimizer: new SGD({ momentum: 0.5 }), name: "scaled" }));
    expect(Object.keys(written.config)).toEqual(["name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"]);
    expect(serialize(deserialize(JSON.parse(JSON.stringify(written))))).toEqual(written);
  });
  it("leaves no tensor behind", () => {
    const optimizer = new LossScaleOptimizer({ innerOptimizer: new SGD() });
    const w = weight();
    optimizer.apply([[1]], [w]);
    const before = memory().numTensors;
    optimizer.apply([[1]]);
    optimizer.apply([[Number.POSITIVE_INFINITY]]);
    expect(memory().numTensors).toBe(before);
  });
  it("takes no options of the one inside", () => {
    expect(() => new LossScaleOptimizer({ innerOptimizer: new SGD(), clipnorm: 1 } as never)).toThrow(
      "Cannot create LossScaleOptimizer: unknown option `clipnorm`\nKnown options: name, innerOptimizer, initialScale, dynamicGrowthSteps.",
    );
  });
});
