// Section 1 of the guide in a worker: trains, reports, stops when it is told to, draws what it has learnt.
import { LambdaCallback } from "@hornbeam/callbacks";
import { mnist } from "@hornbeam/datasets";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D, Reshape } from "@hornbeam/layers";
import { Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import { plotConvWeights, plotImages } from "@hornbeam/viz";
import type { News, Order } from "./messages.ts";

const batchSize = 128;
let running: AbortController | undefined;

self.onmessage = ({ data }: MessageEvent<Order>) => {
  running?.abort();
  if (data.type === "stop") return;
  running = new AbortController();
  train(data.epochs, running.signal).catch((error: unknown) => {
    tell({ type: "error", text: error instanceof Error ? error.message : String(error) });
  });
};

function tell(news: News): void {
  postMessage(news);
}

async function train(epochs: number, signal: AbortSignal): Promise<void> {
  const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadSample();
  tell({ type: "data", train: xTrain.shape[0]!, test: xTest.shape[0]! });
  const model = new Sequential([
    Input({ shape: [28, 28] }),
    new Reshape({ targetShape: [28, 28, 1] }),
    new Conv2D({ filters: 16, kernelSize: 5, padding: "same", activation: "relu", name: "layer_conv1" }),
    new MaxPooling2D({ poolSize: 2, strides: 2 }),
    new Conv2D({ filters: 36, kernelSize: 5, padding: "same", activation: "relu", name: "layer_conv2" }),
    new MaxPooling2D({ poolSize: 2, strides: 2 }),
    new Flatten(),
    new Dense({ units: 128, activation: "relu" }),
    new Dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({
    optimizer: new Adam({ learningRate: 1e-3 }),
    loss: "sparse_categorical_crossentropy",
    metrics: ["accuracy"],
  });

  const steps = Math.ceil((0.9 * xTrain.shape[0]!) / batchSize);
  let epoch = 0;
  const report = new LambdaCallback({
    onEpochBegin: (index) => {
      epoch = index;
    },
    onTrainBatchEnd: (batch, logs) =>
      tell({ type: "batch", step: epoch * steps + batch + 1, steps: epochs * steps, loss: Number(logs?.["loss"]) }),
    onEpochEnd: (index, logs) => tell({ type: "epoch", epoch: index + 1, logs: { ...logs } as Record<string, number> }),
  });
  const start = performance.now();
  try {
    await model.fit(xTrain.div(255), yTrain, {
      epochs,
      batchSize,
      validationSplit: 0.1,
      verbose: 0,
      callbacks: [report],
      signal,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const seconds = (performance.now() - start) / 1000;

  const [, accuracy] = await model.evaluate(xTest.div(255), yTest, { verbose: 0 });
  const images = xTest.slice(0, 12);
  const predictions = (await model.predict(images.div(255), { verbose: 0 })).argMax(-1);
  const digits = plotImages(images, { labels: yTest.slice(0, 12), predictions }).toSVG();
  const filters = plotConvWeights(model.getLayer("layer_conv1").getWeights()[0]!, { inputChannel: 0 }).toSVG();
  model[Symbol.dispose]();
  tell({ type: "end", stopped: signal.aborted, accuracy, test: xTest.shape[0]!, seconds, digits, filters });
}
