import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { RMSprop } from "./rmsprop.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("RMSprop", () => {
  it("divides by the root of the mean square, epsilon inside", () => {
    const w = weight(1);
    new RMSprop({ learningRate: 0.1, rho: 0.9, epsilon: 0.6 }).apply([[2]], [w]);
    expect(w).toBeClose([1 - 0.2]); // √(0.4 + 0.6) = 1
  });
  it("takes the square of the mean off in the centred form", () => {
    const w = weight(0);
    new RMSprop({ learningRate: 1, rho: 0.5, epsilon: 0, centered: true }).apply([[2]], [w]);
    expect(w).toBeClose([-2]); // v = 2, mean 1: √(2 - 1)
  });
  it("is called rm_sprop, as in Keras, and makes its slots one kind after the other", () => {
    const optimizer = new RMSprop({ momentum: 0.5, centered: true, name: null });
    optimizer.build([weight(1), weight(2)]);
    expect(optimizer.variables[0]!.path).toMatch(/^rm_sprop(_\d+)?\/iteration$/);
    expect(optimizer.variables.slice(2).map(({ name }) => name)).toEqual([
      "kernel_velocity",
      "kernel_velocity",
      "kernel_momentum",
      "kernel_momentum",
      "kernel_average_gradient",
      "kernel_average_gradient",
    ]);
  });
});
