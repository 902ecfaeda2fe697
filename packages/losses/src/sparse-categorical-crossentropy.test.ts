import { valueAndGrad } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { SparseCategoricalCrossentropy, sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

describe("SparseCategoricalCrossentropy", () => {
  it("is minus the logarithm of the probability of the true class", () => {
    expect(
      sparseCategoricalCrossentropy(
        [1, 0],
        [
          [0.5, 0.5],
          [1, 0],
        ],
      ),
    ).toBeClose([Math.log(2), 0]);
    expect(
      new SparseCategoricalCrossentropy()(
        [1, 0],
        [
          [0.5, 0.5],
          [1, 0],
        ],
      ),
    ).toBeClose(Math.log(2) / 2);
  });
  it("takes a column of classes", () => {
    expect(
      sparseCategoricalCrossentropy(
        [[1], [0]],
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
      ),
    ).toBeClose([Math.log(2), Math.log(4)]);
  });
  it("takes logits", () => {
    expect(sparseCategoricalCrossentropy([1], [[0, 1]], { fromLogits: true })).toBeClose([Math.log1p(Math.exp(-1))]);
  });
  it("leaves an ignored class out of the sum and of the count", () => {
    const [yTrue, yPred] = [
      [1, 0],
      [
        [0.5, 0.5],
        [0.25, 0.75],
      ],
    ];
    expect(sparseCategoricalCrossentropy(yTrue, yPred, { ignoreClass: 0 })).toBeClose([Math.log(2), 0]);
    expect(new SparseCategoricalCrossentropy({ ignoreClass: 0 })(yTrue, yPred)).toBeClose(Math.log(2));
  });
  it("has the gradient p - t where it is taken of logits", () => {
    const logits = tensor([[0, Math.log(3)]]);
    const { value, grads } = valueAndGrad(
      () => new SparseCategoricalCrossentropy({ fromLogits: true })(tensor([1]), logits),
      [logits],
    );
    expect(value).toBeClose(-Math.log(0.75));
    expect(grads[0]).toBeClose([[0.25, -0.25]]);
  });
  it("refuses truths of another shape", () => {
    expect(() =>
      new SparseCategoricalCrossentropy()(
        [1, 0, 1],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
    ).toThrow(
      "Cannot call ops.sparseCategoricalCrossentropy: `target` and `output` must have the same shape up until the last dimension, received shape [[3], [2, 2]]",
    );
  });
});
