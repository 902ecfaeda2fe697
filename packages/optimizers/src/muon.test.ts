import { NDArray, nameScope, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Muon } from "./muon.ts";

function variable(path: string, value: NDArray): Variable {
  const [scope, name] = path.split("/") as [string, string];
  return nameScope(scope, () => new Variable({ name, shape: value.shape, initializer: value }));
}

describe("Muon", () => {
  it("gives matrices steps with singular values near 1", () => {
    const w = variable("dense/kernel", NDArray.zeros([2, 2]));
    const optimizer = new Muon({ learningRate: 1, weightDecay: null, rmsRate: null });
    optimizer.apply(
      [
        [
          [100, 0],
          [0, 1],
        ],
      ],
      [w],
    );
    const [a, b, c, d] = w.numpy().data as Float32Array;
    expect(Math.abs(a!)).toBeGreaterThan(0.6);
    expect(Math.abs(a!)).toBeLessThan(1.3);
    expect(Math.abs(d!)).toBeGreaterThan(0.1);
    expect([b, c]).toEqual([-0, -0].map((zero) => expect.closeTo(zero, 6)));
  });
  it("leaves all but matrices, and embeddings and excluded layers, to Adam", () => {
    const optimizer = new Muon({ name: "muon", excludeLayers: ["out/"] });
    const matrix = NDArray.zeros([2, 2]);
    optimizer.build([
      variable("dense/kernel", matrix),
      variable("embedding/embeddings", matrix),
      variable("out/kernel", matrix),
      variable("dense/bias", NDArray.zeros([2])),
    ]);
    expect(optimizer.variables.slice(2).map(({ name }) => name)).toEqual([
      "dense_kernel_momentum",
      "embedding_embeddings_momentum",
      "embedding_embeddings_velocity",
      "out_kernel_momentum",
      "out_kernel_velocity",
      "dense_bias_momentum",
      "dense_bias_velocity",
    ]);
  });
  it("lets matrices and the rest decay apart", () => {
    const [kernel, bias] = [variable("dense/kernel", NDArray.from([[1]])), variable("dense/bias", NDArray.from([1]))];
    const optimizer = new Muon({ learningRate: 0.5, weightDecay: 0.2, adamWeightDecay: null });
    optimizer.apply([[[0]], [0]], [kernel, bias]);
    expect(kernel).toBeClose([[0.9]]);
    expect(bias).toBeClose([1]);
  });
});
