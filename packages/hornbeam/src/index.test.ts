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
    expect(() => new keras.layers.Dense({ units: 0 })).toThrow(keras.KerasError);
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

  it("has in saving and utils what Keras has there, whichever package it is from", () => {
    const shared = [
      "CustomObjectScope",
      "customObjectScope",
      "deserializeKerasObject",
      "getCustomObjects",
      "getRegisteredName",
      "getRegisteredObject",
      "registerKerasSerializable",
      "serializeKerasObject",
    ] as const;
    for (const name of shared) expect(keras.saving[name]).toBe(keras.utils[name]);
    expect(keras.saving.loadModel).toBe(keras.models.loadModel);
    expect(keras.utils.standardizeDtype("int32")).toBe("int32");
    keras.utils.disableInteractiveLogging();
    expect(keras.config.isInteractiveLoggingEnabled()).toBe(false);
    keras.utils.enableInteractiveLogging();
    expect(keras.utils.isInteractiveLoggingEnabled()).toBe(true);
  });

  it("has the kinds of options for classes of one's own, to which null marks sizes that are not known", async () => {
    class Noise extends keras.defineLayer("Noise", {
      scale: keras.options.positiveNumber(),
      kernelInitializer: keras.options.initializer("ones"),
    }) {
      kernel!: keras.Variable;
      override build(shape: keras.Shape): void {
        this.kernel = this.addWeight({ name: "k", shape: [shape.at(-1)!], initializer: this.kernelInitializer });
      }
      override call(x: keras.Tensor): keras.Tensor {
        const noise = keras.random.uniform(keras.ops.shape(x), { maxval: 1e-9, seed: 1 });
        return keras.ops.add(keras.ops.multiply(x, this.kernel), keras.ops.multiply(noise, this.scale));
      }
    }
    const input = keras.Input({ shape: [null, 2] });
    const output = new Noise({ scale: 2 })(input);
    expect(output.shape).toEqual([null, null, 2]);
    using model = new keras.Model({ inputs: input, outputs: output });
    expect((await model.predict([[[1, 2]]])).toArray()).toEqual([[[expect.closeTo(1, 6), expect.closeTo(2, 6)]]]);
  });

  it("builds the parts of a layer that says its own shape, and loads them again", async () => {
    class Positions extends keras.Layer {
      readonly tokens = new keras.layers.Embedding({ inputDim: 5, outputDim: 2 });
      readonly places = new keras.layers.Embedding({ inputDim: 9, outputDim: 2 });
      override call(x: keras.Tensor): keras.Tensor {
        return keras.ops.add(this.tokens(x), this.places(keras.ops.arange(0, keras.ops.shape(x)[1]!, 1)));
      }
      override computeOutputShape(shape: keras.Shape): keras.Shape {
        return [...shape, 2];
      }
    }
    using model = new keras.Sequential([keras.Input({ shape: [null], dtype: "int32" }), new Positions()]);
    expect(model.getWeights().map(({ shape }) => shape)).toEqual([[5, 2], [9, 2]]); // biome-ignore format: shapes
    const file = new keras.saving.MemoryStore().file("m.keras");
    await model.save(file);
    using again = await keras.models.loadModel<keras.Model>(file, { customObjects: { Positions } });
    const x = keras.NDArray.from([[1, 4, 2]], "int32");
    expect((await again.predict(x)).toArray()).toEqual((await model.predict(x)).toArray());
  });

  it("calls metrics without a name as Keras does", async () => {
    using model = new keras.Sequential([keras.Input({ shape: [1] }), new keras.layers.Dense({ units: 1 })]);
    model.compile({ loss: "mse", metrics: [(yTrue, yPred) => keras.ops.abs(keras.ops.subtract(yTrue, yPred))] });
    expect(Object.keys((await model.fit([[1]], [[2]], { verbose: 0 })).history)).toEqual(["lambda", "loss"]);
  });

  it("finds the Inputs of a model from its output", () => {
    const [a, b] = [keras.Input({ shape: [2] }), keras.Input({ shape: [2] })];
    const output = new keras.layers.Dense({ units: 1 })(keras.layers.add([b, a])) as keras.KerasTensor;
    const sources = keras.utils.getSourceInputs(output);
    expect(sources).toHaveLength(2);
    expect(sources[0]).toBe(b);
    expect(sources[1]).toBe(a);
    expect(keras.utils.isKerasTensor(output)).toBe(true);
  });

  it("trains on a PyDataset", async () => {
    class Ones extends keras.utils.PyDataset<[keras.NDArray, keras.NDArray]> {
      readonly length = 4;
      epochs = 0;
      async getItem(index: number): Promise<[keras.NDArray, keras.NDArray]> {
        return [keras.NDArray.from([[1]]), keras.NDArray.from([[index]])];
      }
      override onEpochEnd(): void {
        this.epochs++;
      }
    }
    using model = new keras.Sequential([
      keras.Input({ shape: [1] }),
      new keras.layers.Dense({ units: 1, useBias: false, kernelInitializer: "zeros" }),
    ]);
    model.compile({ optimizer: new keras.optimizers.SGD({ learningRate: 0 }), loss: "mse" });
    const ones = new Ones({ workers: 2 });
    const { history } = await model.fit(ones, { epochs: 3, verbose: 0 });
    expect(history["loss"]).toEqual([3.5, 3.5, 3.5]); // (0 + 1 + 4 + 9) / 4
    expect(ones.epochs).toBe(3);
    expect(keras.utils.Sequence).toBe(keras.utils.PyDataset);
  });

  it("saves and loads weights by the functions of saving", async () => {
    const make = (kernelInitializer: string) =>
      new keras.Sequential([keras.Input({ shape: [1] }), new keras.layers.Dense({ units: 2, kernelInitializer })]);
    using model = make("ones");
    using other = make("zeros");
    const file = new keras.saving.MemoryStore().file("w.weights.h5");
    await keras.saving.saveWeights(model, file);
    await keras.saving.loadWeights(other, file);
    expect(other.getWeights()[0]!.toArray()).toEqual([[1, 1]]);
  });
});
