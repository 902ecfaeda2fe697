import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { AdamW } from "./adamw.ts";

const weight = (...values: number[]): Variable =>
  new Variable({ name: "kernel", shape: [values.length], initializer: NDArray.from(values) });

describe("AdamW", () => {
  it("lets weights decay before the step, outside of the means", () => {
    const w = weight(1);
    new AdamW({ learningRate: 0.1, weightDecay: 0.5 }).apply([[2]], [w]);
    expect(w).toBeClose([0.85]);
  });
  it("decays by 0.004 unless told, and refuses not to", () => {
    expect(new AdamW().getConfig()).toMatchObject({ weight_decay: 0.004, beta_1: 0.9 });
    expect(() => new AdamW({ weightDecay: null as never })).toThrow(
      "Cannot create AdamW: `weightDecay` must be a number, received null",
    );
  });
});
