import { clearSession, getMask, NDArray } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Embedding } from "./embedding.ts";

beforeEach(() => clearSession());
const words = NDArray.from(
  [
    [1, 0, 4],
    [2, 4, 3],
  ],
  "int32",
);

describe("Embedding", () => {
  it("keeps the layer contract", () => {
    const options = { inputDim: 5, outputDim: 3 };
    checkLayer(Embedding, { options, input: words, inputShape: [2, 3], outputShape: [2, 3, 3], weights: 1 });
  });
  it("keeps it with a low-rank adaptation", () => {
    const options = { inputDim: 5, outputDim: 3, loraRank: 2, loraAlpha: 4 };
    const contract = { options, input: words, inputShape: [2, 3], outputShape: [2, 3, 3] };
    checkLayer(Embedding, { ...contract, weights: 3, trainable: 2 });
  });
  it("starts with the vectors that it is given", () => {
    const weights = NDArray.from([
      [1, 2],
      [3, 4],
    ]);
    using layer = new Embedding({ inputDim: 2, outputDim: 2, weights });
    expect(layer(tensor([1, 0]))).toBeClose([
      [3, 4],
      [1, 2],
    ]);
    expect(layer.getConfig()).not.toHaveProperty("weights");
    using other = new Embedding({ inputDim: 3, outputDim: 2, weights, name: "words" });
    expect(() => other(tensor([1, 0]))).toThrow(
      'Cannot build Embedding "words": `weights` must be of shape [3, 2], received shape [2, 2]',
    );
  });
  it("gives the row of each number", () => {
    using layer = new Embedding({ inputDim: 3, outputDim: 2 });
    layer.build([null, 2]);
    layer.setWeights([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ]);
    expect(layer(tensor([[2, 0]]))).toBeClose([
      [
        [5, 6],
        [1, 2],
      ],
    ]);
  });
  it("masks zeros where they are padding", () => {
    using layer = new Embedding({ inputDim: 3, outputDim: 2, maskZero: true });
    expect(getMask(layer(tensor([[2, 0, 1]])))!).toBeClose([[1, 0, 1]]);
    using plain = new Embedding({ inputDim: 3, outputDim: 2 });
    expect(getMask(plain(tensor([[2, 0, 1]])))).toBeUndefined();
  });
  it("refuses sizes that are none", () => {
    expect(() => new Embedding({ inputDim: -3, outputDim: 2 })).toThrow(
      "Cannot create Embedding: `inputDim` must be a positive integer, received -3",
    );
  });
});
