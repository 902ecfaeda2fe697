import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Ftrl } from "./ftrl.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Ftrl", () => {
  it("takes the steps of Keras", () => {
    const w = weight(1);
    new Ftrl({ learningRate: 0.1 }).apply([[2]], [w]); // made by Keras
    expect(w).toBeClose([0.7450533]);
  });
  it("makes weights zero whose linear term is within the penalty of magnitudes", () => {
    const w = weight(0);
    new Ftrl({ learningRate: 0.1, l1RegularizationStrength: 3 }).apply([[2]], [w]);
    expect(w).toBeClose([0]);
  });
  it("writes its options under Keras keys", () => {
    expect(new Ftrl().getConfig()).toMatchObject({
      l1_regularization_strength: 0,
      l2_regularization_strength: 0,
      l2_shrinkage_regularization_strength: 0,
    });
  });
  it("refuses a positive power", () => {
    expect(() => new Ftrl({ learningRatePower: 0.5 })).toThrow(
      "Cannot create Ftrl: `learningRatePower` must be a number that is not positive, received 0.5",
    );
  });
});
