import { describe, expect, it } from "vitest";
import { fromTfjsConfig, trainingFromTfjs } from "./tfjs-config.ts";

describe("fromTfjsConfig", () => {
  it("says what TensorFlow.js leaves to its own defaults", () => {
    expect(fromTfjsConfig({ className: "GRU", config: { units: 2 } })).toEqual({
      class_name: "GRU",
      config: { reset_after: false, recurrent_activation: "hornbeam>legacyHardSigmoid", units: 2 },
    });
    expect(fromTfjsConfig({ class_name: "LSTMCell", config: { recurrentActivation: "sigmoid" } })).toEqual({
      class_name: "LSTMCell",
      config: { recurrent_activation: "sigmoid" },
    });
  });

  it("finds layers within layers, and drops what Keras 3 has no more", () => {
    const lstm = { class_name: "LSTM", config: { implementation: 1, unit_forget_bias: null } };
    expect(fromTfjsConfig({ class_name: "Bidirectional", config: { layer: lstm, mergeMode: "sum" } })).toEqual({
      class_name: "Bidirectional",
      config: {
        layer: { class_name: "LSTM", config: { recurrent_activation: "hornbeam>legacyHardSigmoid" } },
        merge_mode: "sum",
      },
    });
  });

  it("puts a list of cells into a stack", () => {
    const cells = [{ class_name: "SimpleRNNCell", config: { units: 1 } }];
    expect(fromTfjsConfig({ class_name: "RNN", config: { cells, name: "rnn" } })).toEqual({
      class_name: "RNN",
      config: { name: "rnn", cell: { class_name: "StackedRNNCells", config: { cells } } },
    });
  });
});

describe("trainingFromTfjs", () => {
  it("translates optimizers that have other names, and options too", () => {
    const optimizer_config = {
      class_name: "RMSProp",
      config: { learningRate: 0.1, decay: 0.8, epsilon: 1e-8, odd: 1 },
    };
    expect(trainingFromTfjs({ loss: "mean_squared_error", metrics: ["acc"], optimizer_config })).toEqual({
      loss: "mean_squared_error",
      metrics: ["acc"],
      weighted_metrics: undefined,
      optimizer_config: { class_name: "RMSprop", config: { learning_rate: 0.1, rho: 0.8, epsilon: 1e-8 } },
    });
  });

  it("is nothing where there is no optimizer", () => {
    expect(trainingFromTfjs(undefined)).toBeUndefined();
    expect(trainingFromTfjs({ loss: "mse" })).toBeUndefined();
  });
});
