import { describe, expect, it } from "vitest";
import * as keras from "./index.ts";

describe("hornbeam", () => {
  it("has a name space for each of Keras' modules", () => {
    const spaces = Object.entries(keras)
      .filter(([, value]) => typeof value === "object")
      .map(([name]) => name);
    const wanted = [
      "activations",
      "callbacks",
      "constraints",
      "data",
      "datasets",
      "initializers",
      "layers",
      "losses",
      "metrics",
      "models",
      "ops",
      "optimizers",
      "random",
      "regularizers",
      "saving",
      "utils",
      "viz",
    ];
    expect(spaces).toEqual(expect.arrayContaining(wanted));
  });

  it("has at the top what Keras has there, the same objects as in their packages", () => {
    expect(keras.Model).toBe(keras.models.Model);
    expect(keras.Sequential).toBe(keras.models.Sequential);
    expect(keras.Input).toBe(keras.layers.Input);
  });

  it("trains a model by the names that Keras' users know", async () => {
    keras.setRandomSeed(1);
    const model = new keras.Sequential([
      keras.Input({ shape: [1] }),
      new keras.layers.Dense({ units: 1, kernelInitializer: new keras.initializers.Zeros() }),
    ]);
    model.compile({ optimizer: new keras.optimizers.SGD({ learningRate: 0.1 }), loss: "mse" });
    const history = await model.fit(keras.NDArray.from([[1], [2]]), keras.NDArray.from([[2], [4]]), {
      epochs: 1,
      batchSize: 2,
      verbose: 0,
    });
    expect(history.history["loss"]).toEqual([10]); // (2² + 4²) / 2
    const [kernel, bias] = model.getWeights();
    expect(kernel!.toArray()).toEqual([[expect.closeTo(1, 5)]]); // 0.1 · 2 · (1·2 + 2·4) / 2
    expect(bias!.toArray()).toEqual([expect.closeTo(0.6, 5)]); // 0.1 · 2 · (2 + 4) / 2
    model[Symbol.dispose]();
    expect(keras.memory().numTensors).toBe(0);
  });
});
