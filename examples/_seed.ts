// A convolutional network learns to read handwritten digits, is saved, loaded and looked at. `npm start` runs this.
import { EarlyStopping, ModelCheckpoint, TensorBoard } from "@hornbeam/callbacks";
import { mnist } from "@hornbeam/datasets";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D, Reshape } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import { plotConvWeights, plotHistory, plotImages, plotModel } from "@hornbeam/viz";

import { setRandomSeed } from "@hornbeam/random";
setRandomSeed(Number(process.argv[2]));

// 10,000 real digits that come with the package; `mnist.loadData()` fetches all 70,000
const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadSample(); // uint8 [n, 28, 28], uint8 [n]
console.log(`MNIST sample: ${xTrain.shape[0]} digits to train on, ${xTest.shape[0]} held back for the test\n`);

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

const trainingStart = performance.now();
const history = await model.fit(xTrain.div(255), yTrain, {
  epochs: 10,
  batchSize: 128,
  validationSplit: 0.1,
  verbose: 0,
  callbacks: [
    new EarlyStopping({ monitor: "val_loss", patience: 2, restoreBestWeights: true }),
  ],
});
const trainingTime = performance.now() - trainingStart;

const [loss, accuracy] = await model.evaluate(xTest.div(255), yTest);
console.log(process.argv[2], history.epoch.length, accuracy, trainingTime);
