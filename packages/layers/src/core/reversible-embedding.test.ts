import { clearSession, getMask, NDArray } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { ReversibleEmbedding } from "./reversible-embedding.ts";

beforeEach(() => clearSession());

describe("ReversibleEmbedding", () => {
  it("keeps the layer contract", () => {
    const options = { inputDim: 5, outputDim: 3 };
    const input = NDArray.from([[1, 4]], "int32");
    checkLayer(ReversibleEmbedding, { options, input, inputShape: [1, 2], outputShape: [1, 2, 3], weights: 1 });
    const untied = { ...options, tieWeights: false };
    checkLayer(ReversibleEmbedding, {
      options: untied,
      input,
      inputShape: [1, 2],
      outputShape: [1, 2, 3],
      weights: 2,
      gradients: false,
    });
  });
  it("goes back by the same vectors, or by its own", () => {
    using tied = new ReversibleEmbedding({ inputDim: 3, outputDim: 2 });
    tied.build([null, 1]);
    tied.setWeights([
      [
        [1, 0],
        [0, 1],
        [2, 3],
      ],
    ]);
    expect(tied(tensor([[2]], { dtype: "int32" }))).toBeClose([[[2, 3]]]);
    expect(tied(tensor([[[1, 2]]]), { reverse: true })).toBeClose([[[1, 2, 8]]]);
    using untied = new ReversibleEmbedding({ inputDim: 2, outputDim: 1, tieWeights: false });
    untied.build([null, 1]);
    untied.setWeights([[[1], [2]], [[5, 6]]]);
    expect(untied(tensor([[2]]), { reverse: true })).toBeClose([[10, 12]]);
  });
  it("keeps scores within the bound", () => {
    using layer = new ReversibleEmbedding({
      inputDim: 1,
      outputDim: 1,
      logitSoftCap: 2,
      embeddingsInitializer: "ones",
    });
    expect(layer(tensor([[100], [1]]), { reverse: true })).toBeClose([[2], [2 * Math.tanh(0.5)]]);
  });
  it("masks padding on the way there only", () => {
    using layer = new ReversibleEmbedding({ inputDim: 3, outputDim: 2, maskZero: true });
    const vectors = layer(tensor([[1, 0]], { dtype: "int32" }));
    expect(getMask(vectors)).toBeClose([[1, 0]]);
    expect(getMask(layer(tensor([[[1, 2]]]), { reverse: true }))).toBeUndefined();
  });
});
