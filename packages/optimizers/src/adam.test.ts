import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adam } from "./adam.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Adam", () => {
  it("takes first steps of the learning rate, whatever the gradient", () => {
    const w = weight(1, 1);
    new Adam({ learningRate: 0.1 }).apply([[1000, -1]], [w]);
    expect(w).toBeClose([0.9, 1.1]);
  });
  it("follows its formula on the second step", () => {
    const w = weight(0);
    const adam = new Adam({ learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0 });
    adam.apply([[1]], [w]); // m = 0.5, v = 0.25, step √0.25 / 0.5 · 0.5 / 0.5 = 1
    expect(w).toBeClose([-1]);
    adam.apply([[3]]); // m = 1.75, v = 2.4375
    const step = (Math.sqrt(1 - 0.75 ** 2) / (1 - 0.5 ** 2)) * (1.75 / Math.sqrt(2.4375));
    expect(w).toBeClose([-1 - step]);
  });
  it("takes the largest mean of squares with amsgrad", () => {
    const w = weight(0);
    const adam = new Adam({ learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0, amsgrad: true });
    adam.apply([[4]], [w]); // v = 4
    adam.apply([[0]]); // m = 1, v = 3, largest 4
    const step = (Math.sqrt(1 - 0.75 ** 2) / (1 - 0.5 ** 2)) * (1 / 2);
    expect(w).toBeClose([-1 - step]);
    expect(adam.variables.map(({ name }) => name).slice(2)).toEqual([
      "kernel_momentum",
      "kernel_velocity",
      "kernel_velocity_hat",
    ]);
  });
  it("orders slots weight by weight", () => {
    const adam = new Adam();
    adam.build([weight(1), weight(2)]);
    const slots = adam.variables.slice(2).map(({ name }) => name);
    expect(slots).toEqual(["kernel_momentum", "kernel_velocity", "kernel_momentum", "kernel_velocity"]);
  });
});
