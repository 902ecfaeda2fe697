import { setMask } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { SparseCategoricalAccuracy, sparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";

describe("SparseCategoricalAccuracy", () => {
  it("is the share of samples whose likeliest class is the true one", () => {
    const yPred = [
      [0.1, 0.6, 0.3],
      [0.05, 0.95, 0],
    ];
    expect(sparseCategoricalAccuracy([2, 1], yPred)).toBeClose([0, 1]);
    expect(new SparseCategoricalAccuracy()([[2], [1]], yPred)).toBeClose(0.5);
  });
  it("takes a class a step", () => {
    expect(
      sparseCategoricalAccuracy(
        [[0, 1]],
        [
          [
            [0.9, 0.1],
            [0.8, 0.2],
          ],
        ],
      ),
    ).toBeClose([[1, 0]]);
  });
  it("knows which way is better, and no mask that leaves out wrong predictions", () => {
    const yPred = tensor([
      [0.1, 0.9],
      [0.9, 0.1],
    ]);
    setMask(yPred, tensor([true, false], { dtype: "bool" }));
    const metric = new SparseCategoricalAccuracy();
    expect(metric.direction).toBe("up");
    expect(metric([1, 1], yPred)).toBeClose(1);
  });
});
