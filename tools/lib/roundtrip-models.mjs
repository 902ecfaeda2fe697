// Models made here for tools/keras-roundtrip.mjs: those of the guides, and some with parts that the suite lacks.
import { NDArray } from "@hornbeam/core";
import {
  Average,
  BatchNormalization,
  Bidirectional,
  Conv2D,
  concatenate,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  Input,
  MaxPooling2D,
} from "@hornbeam/layers";
import { Model, Sequential } from "@hornbeam/models";
import { add, multiply } from "@hornbeam/ops";
import { Adam, RMSprop, SGD, schedules } from "@hornbeam/optimizers";
import { classes, numbers } from "./made-up.mjs";

/** Makers of `{ name, model, x, y, tolerance, h5 }`: the models are compiled; `h5` says whether Keras opens its own old form. */
export const ownModels = [
  () => {
    const model = new Sequential(
      [
        Input({ shape: [8, 8, 1] }),
        new Conv2D({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }),
        new BatchNormalization(),
        new MaxPooling2D({ poolSize: 2 }),
        new Flatten(),
        new Dropout({ rate: 0 }),
        new Dense({ units: 5, activation: "softmax" }),
      ],
      { name: "convnet" },
    );
    model.compile({
      optimizer: new Adam({ learningRate: 0.01 }),
      loss: "sparse_categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return { name: "convnet", model, x: numbers(6, 8, 8, 1), y: classes(6, 5), tolerance: 1e-5, h5: true };
  },
  () => {
    const wide = Input({ shape: [3], name: "wide" });
    const deep = Input({ shape: [4], name: "deep" });
    const shared = new Dense({ units: 5, activation: "tanh", kernelRegularizer: "l2" });
    const hidden = shared(deep);
    const twice = shared(multiply(deep, 2));
    const joined = concatenate([wide, new Average()([hidden, twice])]);
    const main = new Dense({ units: 1, name: "main" })(joined);
    const aux = new Dense({ units: 2, name: "aux", useBias: false })(hidden);
    const model = new Model({ inputs: [wide, deep], outputs: [main, aux], name: "wide_deep" });
    const learningRate = new schedules.ExponentialDecay({ initialLearningRate: 0.05, decaySteps: 2, decayRate: 0.5 });
    const optimizer = new SGD({ learningRate, momentum: 0.9, nesterov: true });
    model.compile({ optimizer, loss: ["mean_squared_error", "mean_absolute_error"], lossWeights: [0.9, 0.1] });
    const [x, y] = [
      [numbers(5, 3), numbers(5, 4)],
      [numbers(5, 1), numbers(5, 2)],
    ];
    return { name: "wide-deep", model, x, y, tolerance: 1e-5, h5: true };
  },
  () => {
    const inner = new Sequential([Input({ shape: [4] }), new Dense({ units: 4 }), new BatchNormalization()], {
      name: "inner",
    });
    const frozen = new Dense({ units: 4, trainable: false, name: "frozen" });
    const x = Input({ shape: [4] });
    const block = Input({ shape: [4] });
    const encoder = new Model({ inputs: block, outputs: add(inner(block), frozen(block)), name: "encoder" });
    const model = new Model({ inputs: x, outputs: new Dense({ units: 2 })(encoder(encoder(x))), name: "nested" });
    model.compile({ optimizer: new RMSprop({ momentum: 0.5, centered: true, useEma: true }), loss: "huber" });
    return { name: "nested", model, x: numbers(6, 4), y: numbers(6, 2), tolerance: 1e-5, h5: true };
  },
  () => {
    const model = new Sequential(
      [
        Input({ shape: [null], dtype: "int32" }),
        new Embedding({ inputDim: 10, outputDim: 6, maskZero: true }),
        new Bidirectional({ layer: new GRU({ units: 3 }) }),
        new Dense({ units: 1, activation: "sigmoid" }),
      ],
      { name: "text" },
    );
    // plain steps: TensorFlow updates the rows of an embedding apart, which adaptive steps would show
    model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: "binary_crossentropy" });
    const tokens = new NDArray(
      Int32Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? 0 : 1 + ((i * 3) % 9))),
      [4, 5],
    );
    const y = new NDArray(Float32Array.of(0, 1, 1, 0), [4, 1]);
    return { name: "text", model, x: tokens, y, tolerance: 1e-5, h5: true };
  },
  async () => {
    // an adaptation is merged into its weight when it is saved, so training does not go on as before
    const model = new Sequential(
      [
        Input({ shape: [6, 6, 2] }),
        new Conv2D({ filters: 3, kernelSize: 3, loraRank: 2, loraAlpha: 3 }),
        new Flatten(),
        new Dense({ units: 4, loraRank: 1 }),
      ],
      { name: "lora" },
    );
    model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: "mse" });
    const x = numbers(3, 6, 6, 2);
    for (let i = 0; i < 5; i++) await model.trainOnBatch(x, numbers(3, 4));
    return { name: "lora", model, x, tolerance: 1e-5, h5: false };
  },
];
