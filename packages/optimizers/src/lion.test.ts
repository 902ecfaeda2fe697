import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Lion } from "./lion.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Lion", () => {
  it("takes steps of one size, by the sign of momentum and gradient", () => {
    const w = weight(1, 1, 1);
    const lion = new Lion({ learningRate: 0.1, beta1: 0.5, beta2: 0.5 });
    lion.apply([[1000, -0.001, 0]], [w]);
    expect(w).toBeClose([0.9, 1.1, 1]);
    lion.apply([[-400, 0, 0]]); // momentum 500 against gradient -400
    expect(w).toBeClose([0.8, 1.2, 1]);
  });
  it("refuses a beta of zero", () => {
    expect(() => new Lion({ beta1: 0 })).toThrow("Cannot create Lion: `beta1` must be a number in (0, 1], received 0");
  });
});
