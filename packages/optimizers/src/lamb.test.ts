import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Lamb } from "./lamb.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Lamb", () => {
  it("scales steps to the norm of the weight", () => {
    const w = weight(3, 4);
    new Lamb({ learningRate: 0.1 }).apply([[1, 1]], [w]); // Adam: [1, 1], of norm √2
    const step = (0.1 * 5) / Math.SQRT2;
    expect(w).toBeClose([3 - step, 4 - step]);
  });
  it("leaves the step alone where the weight is zero", () => {
    const w = weight(0, 0);
    new Lamb({ learningRate: 0.1 }).apply([[1, 1]], [w]);
    expect(w).toBeClose([-0.1, -0.1]);
  });
});
