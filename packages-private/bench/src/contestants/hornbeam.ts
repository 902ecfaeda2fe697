import { NDArray } from "@hornbeam/core";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D } from "@hornbeam/layers";
import { Sequential } from "@hornbeam/models";
import { Adam, SGD } from "@hornbeam/optimizers";
import { pattern, type Workload, workloads } from "../protocol.ts";
import { answerRequests } from "./answer.ts";

const name = process.argv[2] as Workload;
const { batch, shape } = workloads[name];
const relu = "relu" as const;
const layers = {
  "mlp-32": () => [new Dense({ units: 300, activation: relu }), new Dense({ units: 100, activation: relu })],
  "cnn-128": () => [
    new Conv2D({ filters: 16, kernelSize: 5, padding: "same", activation: relu }),
    new MaxPooling2D({ poolSize: 2 }),
    new Conv2D({ filters: 36, kernelSize: 5, padding: "same", activation: relu }),
    new MaxPooling2D({ poolSize: 2 }),
    new Flatten(),
    new Dense({ units: 128, activation: relu }),
  ],
};
const model = new Sequential([
  Input({ shape: [...shape] }),
  ...layers[name](),
  new Dense({ units: 10, activation: "softmax" }),
]);
model.compile({
  optimizer: name === "mlp-32" ? new SGD({ learningRate: 0.01 }) : new Adam(),
  loss: "sparse_categorical_crossentropy",
});
const { x, y } = pattern(
  batch,
  (shape as readonly number[]).reduce((a, b) => a * b, 1),
);
const inputs = new NDArray(x, [batch, ...shape]);
const labels = new NDArray(y, [batch]);
await answerRequests(() => model.trainOnBatch(inputs, labels));
