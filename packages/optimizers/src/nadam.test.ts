import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Nadam } from "./nadam.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("Nadam", () => {
  it("takes the steps of Keras", () => {
    const w = weight(1);
    const nadam = new Nadam({ learningRate: 0.1 });
    nadam.apply([[2]], [w]); // made by Keras
    expect(w).toBeClose([0.8937212]);
  });
  it("keeps the product of its momenta, and saves it last", () => {
    const nadam = new Nadam();
    nadam.apply([[2]], [weight(1)]);
    const product = nadam.variables.at(-1)!;
    expect(product.numpy().data[0]).toBeCloseTo(0.9 * (1 - 0.5 * 0.96), 6);
  });
});
