import { Conv2D, Dense, Flatten, Input, MaxPooling2D } from "@hornbeam/layers";
import { type Model, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

const convolution = (filters: number): Conv2D =>
  new Conv2D({ filters, kernelSize: 3, padding: "same", activation: "relu" });

function build(): Model {
  const model = new Sequential([
    Input({ shape: [32, 32, 3] }),
    ...[32, 64, 128].flatMap((filters) => [
      convolution(filters),
      convolution(filters),
      new MaxPooling2D({ poolSize: 2 }),
    ]),
    new Flatten(),
    new Dense({ units: 128, activation: "relu" }),
    new Dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** Six 3×3 convolutions, after Simonyan and Zisserman: nearly all the work is in them. */
export const vgg: Workload = {
  title: "VGG-like 3×3×(32, 32, 64, 64, 128, 128) on 32×32×3, batch 64, Adam",
  batch: 64,
  steps: 4,
  shape: [32, 32, 3],
  build,
};
