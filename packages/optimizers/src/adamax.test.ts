import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adamax } from "./adamax.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Adamax", () => {
  it("divides the mean gradient by the largest magnitude", () => {
    const w = weight(0);
    const adamax = new Adamax({ learningRate: 1, beta1: 0.5, beta2: 0.5, epsilon: 0 });
    adamax.apply([[4]], [w]); // m = 2, u = 4: 1 / 0.5 · 2 / 4
    expect(w).toBeClose([-1]);
    adamax.apply([[1]]); // m = 1.5, u = 2: 1 / 0.75 · 1.5 / 2
    expect(w).toBeClose([-2]);
  });
});
