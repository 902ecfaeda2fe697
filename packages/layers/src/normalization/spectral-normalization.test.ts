import { Catalogue, clearSession, Deserializer, memory } from "@hornbeam/core";
import * as initializers from "@hornbeam/initializers";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { ReLU } from "../activations/relu.ts";
import { Dense } from "../core/dense.ts";
import { Embedding } from "../core/embedding.ts";
import { SpectralNormalization } from "./spectral-normalization.ts";

beforeEach(() => clearSession());

describe("SpectralNormalization", () => {
  it("keeps the layer contract", () => {
    const x = ones([2, 4]);
    const before = memory().numTensors;
    using layer = new SpectralNormalization({ layer: new Dense({ units: 3, name: "inner" }) });
    layer(x).dispose();
    expect(layer.weights.map(({ path }) => path)).toEqual([
      "spectral_normalization/inner/kernel",
      "spectral_normalization/vector_u",
      "spectral_normalization/inner/bias",
    ]);
    expect(layer.trainableWeights.map(({ name }) => name)).toEqual(["kernel", "bias"]);
    const config = layer.getConfig();
    const reading = new Deserializer({ catalogue: new Catalogue(initializers, { Dense }) });
    const copy = SpectralNormalization.fromConfig(JSON.parse(JSON.stringify(config)), reading);
    copy.build([2, 4]);
    expect(copy.getConfig()).toEqual(config);
    copy[Symbol.dispose]();
    layer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });

  it("divides the kernel by its largest singular value while training, and only then", () => {
    using layer = new SpectralNormalization({ layer: new Dense({ units: 2, useBias: false }), powerIterations: 20 });
    layer.build([null, 2]);
    layer.setWeights([
      [
        [3, 0],
        [0, 1],
      ],
      [[1, 1]],
    ]);
    expect(layer(tensor([[3, 3]]))).toBeClose([[9, 3]]);
    expect(layer(tensor([[3, 3]]), { training: true })).toBeClose([[3, 1]], { atol: 1e-4 });
    expect(layer.kernel.value).toBeClose(
      [
        [1, 0],
        [0, 1 / 3],
      ],
      { atol: 1e-4 },
    );
    expect(layer.vectorU.value).toBeClose([[1, 0]], { atol: 1e-3 });
  });
  it("leaves a kernel of zeros alone", () => {
    using layer = new SpectralNormalization({ layer: new Dense({ units: 2, kernelInitializer: "zeros" }) });
    expect(layer(ones([1, 2]), { training: true })).toBeClose([[0, 0]]);
  });
  it("takes embeddings", () => {
    using layer = new SpectralNormalization({ layer: new Embedding({ inputDim: 5, outputDim: 3 }) });
    expect(layer(tensor([[1, 2]])).shape).toEqual([1, 2, 3]);
    expect(layer(tensor([[1, 2]], { dtype: "int32" })).dtype).toBe("int32"); // Keras gives the dtype that came
  });
  it("refuses layers without either", () => {
    const layer = new SpectralNormalization({ layer: new ReLU({ name: "r" }) });
    expect(() => layer(ones([1, 2]))).toThrow(
      'Cannot build SpectralNormalization "spectral_normalization": `layer` must have a `kernel` or `embeddings`, received ReLU "r"',
    );
  });
});
