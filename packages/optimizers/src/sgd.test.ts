import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { SGD } from "./sgd.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("SGD", () => {
  it("goes against the gradient", () => {
    const w = weight(1, 2);
    new SGD({ learningRate: 0.1 }).apply([[2, -4]], [w]);
    expect(w).toBeClose([0.8, 2.4]);
  });
  it("keeps a share of its last step, the rate inside", () => {
    const w = weight(0);
    const sgd = new SGD({ learningRate: 0.1, momentum: 0.5, name: "sgd" });
    sgd.apply([[1]], [w]); // -0.1
    sgd.learningRate = 1;
    sgd.apply([[1]]); // -0.05 - 1
    expect(w).toBeClose([-1.15]);
    expect(sgd.variables.map(({ path }) => path)).toEqual([
      "sgd/iteration",
      "sgd/learning_rate",
      "sgd/kernel_momentum",
    ]);
  });
  it("looks ahead after Nesterov", () => {
    const w = weight(0);
    const sgd = new SGD({ learningRate: 0.1, momentum: 0.5, nesterov: true, name: "mine" });
    sgd.apply([[1]], [w]); // v = -0.1, step: -0.05 - 0.1
    expect(w).toBeClose([-0.15]);
  });
  it("has a learning rate of 0.01 and no slots by default", () => {
    const sgd = new SGD();
    sgd.build([weight(1)]);
    expect(sgd.learningRate).toBeCloseTo(0.01, 8);
    expect(sgd.variables).toHaveLength(2);
  });
  it("refuses a momentum above 1", () => {
    expect(() => new SGD({ momentum: 1.5 })).toThrow(
      "Cannot create SGD: `momentum` must be a number in [0, 1], received 1.5",
    );
  });
});
