import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { ScheduleFreeAdamW } from "./schedule-free-adamw.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("ScheduleFreeAdamW", () => {
  it("takes first steps of the learning rate, less while it warms up", () => {
    const [w, cold] = [weight(1), weight(1)];
    new ScheduleFreeAdamW({ learningRate: 0.1 }).apply([[2]], [w]);
    new ScheduleFreeAdamW({ learningRate: 0.1, warmupSteps: 10 }).apply([[2]], [cold]);
    expect(w).toBeClose([0.9]);
    expect(cold).toBeClose([0.99]);
  });
  it("starts its point from the weights as they are before their first decay", () => {
    const w = weight(4);
    const optimizer = new ScheduleFreeAdamW({ learningRate: 0.5, weightDecay: 1 });
    optimizer.build([w]);
    w.assign([2]);
    optimizer.apply([[0]], [w]);
    expect(optimizer.variables.find(({ name }) => name === "kernel_momentum")).toBeClose([2]);
  });
});
