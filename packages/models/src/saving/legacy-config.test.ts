import { describe, expect, it } from "vitest";
import { compileConfigFromLegacy, fromLegacyConfig, trainingConfigOf } from "./legacy-config.ts";
import { withLegacyOps } from "./legacy-ops.ts";

const dense = (config: object) => ({
  class_name: "Dense",
  config: { name: "dense", trainable: true, units: 2, ...config },
});

describe("fromLegacyConfig", () => {
  it("leaves what Keras 3 wrote as it is", () => {
    const config = {
      class_name: "Sequential",
      config: { name: "m", layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 3] } }, dense({})] },
    };
    expect(fromLegacyConfig(config)).toEqual(config);
  });

  it("gives a Sequential of Keras 2 the InputLayer that its first layer stood for", () => {
    const wanted = { name: "m", layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 3] } }, dense({})] };
    const layers = [dense({ batch_input_shape: [null, 3] })];
    expect(fromLegacyConfig({ class_name: "Sequential", config: { name: "m", layers } })).toEqual({
      class_name: "Sequential",
      config: wanted,
    });
    // before Keras 2.2.3 the layers alone were the config
    expect(fromLegacyConfig({ class_name: "Sequential", config: layers })).toEqual({
      class_name: "Sequential",
      config: { ...wanted, name: null },
    });
  });

  it("gives options and classes their present names", () => {
    expect(fromLegacyConfig({ class_name: "InputLayer", config: { batch_input_shape: [null, 3], name: "x" } })).toEqual(
      {
        class_name: "InputLayer",
        config: { batch_shape: [null, 3], name: "x" },
      },
    );
    expect(fromLegacyConfig({ class_name: "BatchNormalization", config: { axis: [3] } })).toEqual({
      class_name: "BatchNormalization",
      config: { axis: 3 },
    });
    expect(
      fromLegacyConfig({ class_name: "Model", config: { layers: [], input_layers: [], output_layers: [] } }),
    ).toMatchObject({ class_name: "Functional" });
  });
});

describe("compileConfigFromLegacy", () => {
  it("says which module each object is of", () => {
    const squares = { class_name: "MeanSquaredError", config: { name: "sq" } };
    const training = {
      optimizer_config: { class_name: "SGD", config: {} },
      loss: { a: squares, b: "mae" },
      metrics: [[squares], "accuracy"],
      loss_weights: null,
    };
    expect(compileConfigFromLegacy(training)).toEqual({
      optimizer: { module: "keras.optimizers", registered_name: "SGD", class_name: "SGD", config: {} },
      loss: { a: { module: "keras.losses", registered_name: "MeanSquaredError", ...squares }, b: "mae" },
      metrics: [[{ module: "keras.metrics", registered_name: "MeanSquaredError", ...squares }], "accuracy"],
      weighted_metrics: null,
      loss_weights: null,
    });
  });
});

describe("trainingConfigOf", () => {
  const model = (compile: object) => ({ getConfig: () => ({}), getCompileConfig: () => compile as never });

  it("has losses by their whole names, and objects without modules", () => {
    const sgd = { module: "keras.optimizers", class_name: "SGD", config: { momentum: 0 }, registered_name: null };
    const own = { module: "builtins", class_name: "Mine", config: {}, registered_name: "pack>Mine" };
    const compile = {
      optimizer: sgd,
      loss: { a: "mse", b: own },
      metrics: [["accuracy", "mae"], null],
      weighted_metrics: null,
      jit_compile: false,
    };
    expect(trainingConfigOf(model(compile))).toEqual({
      loss: { a: "mean_squared_error", b: { class_name: "pack>Mine", config: {} } },
      metrics: [["accuracy", "mae"], null],
      weighted_metrics: null,
      jit_compile: false,
      optimizer_config: { class_name: "SGD", config: { momentum: 0 } },
    });
  });

  it("is nothing for a model that was not compiled", () => {
    expect(trainingConfigOf(model({}))).toBeUndefined();
  });
});

describe("withLegacyOps", () => {
  it("tells ops from layers of the same name", () => {
    const layer = { class_name: "Add", config: { name: "a", trainable: true } };
    const op = { class_name: "Add", config: { name: "b" } };
    const input = { class_name: "InputLayer", config: { name: "c" } };
    const model = (layers: unknown[]) => ({ class_name: "Functional", config: { layers } });
    expect(withLegacyOps(model([layer, op, input, model([op])]))).toEqual(
      model([
        layer,
        { ...op, module: "keras.src.ops.numpy", registered_name: "Add" },
        input,
        model([{ ...op, module: "keras.src.ops.numpy", registered_name: "Add" }]),
      ]),
    );
  });
});
