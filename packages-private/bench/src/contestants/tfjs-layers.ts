import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { readTask } from "../task.ts";
import { answerRequests } from "./answer.ts";

const [folder, , name = ""] = process.argv.slice(2) as [string, string, string];
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend("wasm");
await tf.ready();
registerChainedOps();
const relu = "relu" as const;
const conv = (filters: number, kernelSize: number) =>
  tfl.layers.conv2d({ filters, kernelSize, padding: "same", activation: relu });
const pool = () => tfl.layers.maxPooling2d({ poolSize: 2 });
const dense = (units: number) => tfl.layers.dense({ units, activation: relu });
const flatten = () => tfl.layers.flatten();

/** The nets that tfjs-layers has the layers for; it opens no `.keras` files. */
const nets: Readonly<Record<string, () => tfl.layers.Layer[]>> = {
  mlp: () => [dense(300), dense(100)],
  cnn: () => [conv(16, 5), pool(), conv(36, 5), pool(), flatten(), dense(128)],
  vgg: () => [
    ...[32, 64, 128].flatMap((filters) => [conv(filters, 3), conv(filters, 3), pool()]),
    flatten(),
    dense(128),
  ],
  lstm: () => [tfl.layers.lstm({ units: 64 })],
};
const [net = ""] = name.split("-");
const layers = nets[net];
if (!layers) throw new Error(`Error: tfjs-layers has not the layers of ${name}`);
const { x: samples, y: labels, batch, shape } = readTask(folder);
const model = tfl.sequential();
model.add(tfl.layers.inputLayer({ inputShape: shape.slice(1) }));
for (const layer of layers()) model.add(layer);
model.add(tfl.layers.dense({ units: 10, activation: "softmax" }));
const optimizer = net === "mlp" ? tf.train.sgd(0.01) : tf.train.adam();
model.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });

const x = tf.tensor(samples.data as Float32Array, [...shape]);
const y = tf.tensor(Float32Array.from(labels.data as Int32Array), [shape[0]!, 1]);
const first = (tensor: tf.Tensor, count: number) => tf.slice(tensor, 0, count);
const [firstX, firstY, one] = [first(x, batch), first(y, batch), first(x, 1)];
const read = async (result: tf.Tensor | tf.Tensor[]): Promise<unknown> => {
  const tensor = result as tf.Tensor;
  const values = await tensor.data();
  tensor.dispose();
  return values;
};
await answerRequests({
  step: async () => (await model.trainOnBatch(firstX, firstY)) as number,
  epoch: async () => {
    await model.fit(x, y, { batchSize: batch, verbose: 0, shuffle: false });
    return shape[0]! / batch;
  },
  predictOne: () => read(model.predict(one)),
  predictAll: () => read(model.predict(x)),
});

/** tfjs-layers calls ops as methods of tensors; what registers those cannot be imported in Node, so it is done here. */
function registerChainedOps(): void {
  const methods = tf.Tensor.prototype as unknown as Record<string, unknown>;
  for (const [name, op] of Object.entries(tf)) {
    if (typeof op !== "function" || name in methods || !/^[a-z]/.test(name)) continue;
    methods[name] = function (this: tf.Tensor, ...rest: unknown[]): unknown {
      return (op as (...args: unknown[]) => unknown)(this, ...rest);
    };
  }
  methods["flatten"] = function (this: tf.Tensor): tf.Tensor {
    return tf.reshape(this, [this.size]);
  };
}
