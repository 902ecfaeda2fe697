import type { KerasTensor } from "@hornbeam/core";
import {
  Activation,
  Add,
  BatchNormalization,
  Conv2D,
  Dense,
  GlobalAveragePooling2D,
  Input,
  MaxPooling2D,
  SeparableConv2D,
} from "@hornbeam/layers";
import { Model } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

/** Two separable convolutions that halve the picture, and a 1×1 convolution around them. */
function block(x: KerasTensor, filters: number): KerasTensor {
  const around = new Conv2D({ filters, kernelSize: 1, strides: 2, padding: "same", useBias: false });
  const rest = new BatchNormalization()(around(x));
  let y = x;
  for (let i = 0; i < 2; i++) {
    y = new Activation({ activation: "relu" })(y);
    y = new SeparableConv2D({ filters, kernelSize: 3, padding: "same", useBias: false })(y);
    y = new BatchNormalization()(y);
  }
  y = new MaxPooling2D({ poolSize: 3, strides: 2, padding: "same" })(y);
  return new Add()([y, rest]) as KerasTensor;
}

function build(): Model {
  const inputs = Input({ shape: [64, 64, 3] });
  let x = new Conv2D({ filters: 32, kernelSize: 3, strides: 2, padding: "same", useBias: false })(inputs);
  x = new Activation({ activation: "relu" })(new BatchNormalization()(x));
  for (const filters of [64, 128]) x = block(x, filters);
  const outputs = new Dense({ units: 10, activation: "softmax" })(new GlobalAveragePooling2D()(x));
  const model = new Model({ inputs, outputs });
  model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** Depthwise and 1×1 convolutions with batch normalization and residuals, after Chollet. */
export const xception: Workload = {
  title: "Xception-like, two blocks (64, 128) on 64×64×3, batch 32, Adam",
  batch: 32,
  steps: 6,
  shape: [64, 64, 3],
  build,
};
