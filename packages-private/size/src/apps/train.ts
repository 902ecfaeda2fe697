// A convolutional network, made and trained by code with objects, no names: what section 1 of the guide does.
import { NDArray } from "@hornbeam/core";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D } from "@hornbeam/layers";
import { Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";

const model = new Sequential([
  Input({ shape: [28, 28, 1] }),
  new Conv2D({ filters: 16, kernelSize: 5, activation: "relu" }),
  new MaxPooling2D({ poolSize: 2 }),
  new Flatten(),
  new Dense({ units: 10, activation: "softmax" }),
]);
model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
await model.fit(NDArray.zeros([32, 28, 28, 1]), NDArray.zeros([32]), { epochs: 1 });
