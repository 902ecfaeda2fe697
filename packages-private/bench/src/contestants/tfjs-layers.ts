import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { pattern, type Workload, workloads } from "../protocol.ts";
import { answerRequests } from "./answer.ts";

const name = process.argv[2] as Workload;
const { batch, shape } = workloads[name];
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend("wasm");
await tf.ready();
const relu = "relu" as const;
const model = tfl.sequential();
const inputShape = [...shape];
if (name === "mlp-32") {
  model.add(tfl.layers.dense({ units: 300, activation: relu, inputShape }));
  model.add(tfl.layers.dense({ units: 100, activation: relu }));
} else {
  model.add(tfl.layers.conv2d({ filters: 16, kernelSize: 5, padding: "same", activation: relu, inputShape }));
  model.add(tfl.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tfl.layers.conv2d({ filters: 36, kernelSize: 5, padding: "same", activation: relu }));
  model.add(tfl.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tfl.layers.flatten());
  model.add(tfl.layers.dense({ units: 128, activation: relu }));
}
model.add(tfl.layers.dense({ units: 10, activation: "softmax" }));
model.compile({
  optimizer: name === "mlp-32" ? tf.train.sgd(0.01) : tf.train.adam(),
  loss: "sparseCategoricalCrossentropy",
});
const data = pattern(
  batch,
  (shape as readonly number[]).reduce((a, b) => a * b, 1),
);
const x = tf.tensor(data.x, [batch, ...shape]);
const y = tf.tensor(Float32Array.from(data.y), [batch, 1]);
await answerRequests(async () => (await model.trainOnBatch(x, y)) as number);
