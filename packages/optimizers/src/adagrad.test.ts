import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adagrad } from "./adagrad.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Adagrad", () => {
  it("divides by the root of the sum of all squares", () => {
    const w = weight(0);
    const adagrad = new Adagrad({ learningRate: 1, initialAccumulatorValue: 7, epsilon: 0 });
    adagrad.apply([[3]], [w]); // 3 / √16
    adagrad.apply([[3]]); // 3 / √25
    expect(w).toBeClose([-0.75 - 0.6]);
  });
});
