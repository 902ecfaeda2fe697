import { Conv2D, Dense, Flatten, Input, MaxPooling2D } from "@hornbeam/layers";
import { type Model, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

function build(): Model {
  const model = new Sequential([
    Input({ shape: [28, 28, 1] }),
    new Conv2D({ filters: 16, kernelSize: 5, padding: "same", activation: "relu" }),
    new MaxPooling2D({ poolSize: 2 }),
    new Conv2D({ filters: 36, kernelSize: 5, padding: "same", activation: "relu" }),
    new MaxPooling2D({ poolSize: 2 }),
    new Flatten(),
    new Dense({ units: 128, activation: "relu" }),
    new Dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** The digits' net: two convolutions with large filters. */
export const cnn: Workload = {
  title: "CNN 5×5×16, pool, 5×5×36, pool, 128, 10 on 28×28, batch 128, Adam",
  batch: 128,
  steps: 16,
  shape: [28, 28, 1],
  build,
};
