import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { answerRequests } from "./answer.ts";

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend("wasm");
await tf.ready();
const variables = Array.from({ length: 20 }, (_, i) => tf.variable(tf.zeros([250, 200]), true, `w${i}`));
const gradients = variables.map(({ name }) => ({ name, tensor: tf.fill([250, 200], 0.01) }));
const adam = tf.train.adam();
const steps = 20;
const refuse = () => Promise.reject(new Error("it only steps"));
await answerRequests({
  epoch: async () => {
    for (let i = 0; i < steps; i++) adam.applyGradients(gradients);
    return steps;
  },
  step: refuse,
  predictOne: refuse,
  predictAll: refuse,
});
