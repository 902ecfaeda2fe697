import { EarlyStopping } from "@hornbeam/callbacks";
import { memory, setRandomSeed } from "@hornbeam/core";
import { mnist } from "@hornbeam/datasets";
import { info } from "@hornbeam/kernels";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D, Reshape } from "@hornbeam/layers";
import { loadModelFromBytes, Sequential, saveModelToBytes } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";

/** What is checked outside the browser. */
export interface Outcome {
  readonly accuracy: number;
  readonly epochs: number;
  readonly losses: readonly number[];
  readonly digits: readonly number[];
  readonly labels: readonly number[];
  readonly bytes: number;
  readonly sameAfterLoading: boolean;
  readonly aborted: string;
  readonly tensorsLeft: number;
  readonly milliseconds: number;
  /** The build of the kernels. */
  readonly variant: string;
}

/** Section 1 of the guide, with fewer epochs and without a file system; stopped once by a signal on the way. */
export async function program(): Promise<Outcome> {
  const start = performance.now();
  setRandomSeed(42);
  const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadSample();
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
  const options = { batchSize: 128, verbose: 0 } as const;
  const history = await model.fit(xTrain.div(255), yTrain, {
    ...options,
    epochs: 3,
    validationSplit: 0.1,
    callbacks: [new EarlyStopping({ monitor: "val_loss", patience: 2, restoreBestWeights: true })],
  });
  const [, accuracy] = await model.evaluate(xTest.div(255), yTest, options);
  const some = xTest.slice(0, 9).div(255);
  const probabilities = await model.predict(some, options);

  const bytes = await saveModelToBytes(model);
  const again = await loadModelFromBytes(bytes);
  const sameAfterLoading = (await again.predict(some, options)).equals(probabilities);

  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped by the user")), 50);
  const aborted = await model.fit(xTrain.div(255), yTrain, { ...options, epochs: 100, signal: stop.signal }).then(
    () => "it ran to its end",
    (reason: Error) => reason.message,
  );

  for (const each of [model, again]) each[Symbol.dispose]();
  return {
    accuracy,
    epochs: history.epoch.length,
    losses: history.history["loss"]!,
    digits: [...(probabilities.argMax(-1).data as Iterable<number>)].map(Number),
    labels: [...(yTest.slice(0, 9).data as Iterable<number>)].map(Number),
    bytes: bytes.length,
    sameAfterLoading,
    aborted,
    tensorsLeft: memory().numTensors,
    variant: info().variant,
    milliseconds: Math.round(performance.now() - start),
  };
}
