import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adadelta } from "./adadelta.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Adadelta", () => {
  it("steps by the ratio of the roots of past steps and gradients", () => {
    const w = weight(0);
    new Adadelta({ learningRate: 1, rho: 0.75, epsilon: 1 }).apply([[2]], [w]);
    expect(w).toBeClose([-2 / Math.sqrt(2)]); // g √1 / √(1 + 1)
  });
});
