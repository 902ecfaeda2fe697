// A convolutional network learns to read handwritten digits, is saved, loaded and looked at. `npm start` runs this.
import { EarlyStopping, ModelCheckpoint, TensorBoard } from "@hornbeam/callbacks";
import { mnist } from "@hornbeam/datasets";
import { Conv2D, Dense, Flatten, Input, MaxPooling2D, Reshape } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import { setRandomSeed } from "@hornbeam/utils";
import { plotConvWeights, plotHistory, plotImages, plotModel } from "@hornbeam/viz";

const start = performance.now();
setRandomSeed(1); // the same weights and the same order of digits each time; without it every run is another

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
model.summary();
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
  callbacks: [
    new EarlyStopping({ monitor: "val_loss", patience: 2, restoreBestWeights: true }),
    new ModelCheckpoint({ filepath: "runs/mnist/{epoch:02d}-{val_loss:.2f}.keras", saveBestOnly: true }),
    new TensorBoard({ logDir: "runs/mnist/logs" }),
  ],
});
const trainingTime = performance.now() - trainingStart;

const [loss, accuracy] = await model.evaluate(xTest.div(255), yTest);
const probabilities = await model.predict(xTest.slice(0, 9).div(255)); // NDArray [9, 10]
const digits = probabilities.argMax(-1); // NDArray [9]

await model.save("runs/mnist/model.keras");
const again = await loadModel("runs/mnist/model.keras"); // compiled, optimizer state and all
const [lossAgain] = await again.evaluate(xTest.div(255), yTest, { verbose: 0 });
if (Math.abs(lossAgain - loss) > 1e-5) throw new Error(`The loaded model has loss ${lossAgain}, not ${loss}`);

await plotHistory(history).save("runs/mnist/history.svg");
await plotHistory(history).save("runs/mnist/history.html");
await plotImages(xTest.slice(0, 9), { labels: yTest.slice(0, 9), predictions: digits }).save("runs/mnist/digits.png");
await plotConvWeights(model.getLayer("layer_conv1").getWeights()[0]!, { inputChannel: 0 }).save("runs/mnist/conv1.png");
await plotModel(model, { showShapes: true }).save("runs/mnist/model.svg");

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
console.log(`
Test accuracy: ${(100 * accuracy).toFixed(2)} % of ${xTest.shape[0]} digits that it never saw (loss ${loss.toFixed(4)})
Time: ${seconds(trainingTime)} for ${history.epoch.length} epochs, ${seconds(performance.now() - start)} in all

In runs/mnist:
  model.keras     the model, which Keras in Python opens too: keras.saving.load_model("runs/mnist/model.keras")
  *-*.keras       the model after each epoch that was better than those before
  history.html    losses and accuracies by epoch, with values under the pointer (history.svg: the picture alone)
  digits.png      nine test digits with what the model says
  conv1.png       what the filters of the first convolution look for
  model.svg       the layers and their shapes
  logs            for TensorBoard: tensorboard --logdir runs/mnist/logs

Next: change a layer in examples/mnist-cnn.ts and run it again, or read
  examples/functional.ts              several inputs and outputs
  examples/subclassing.ts             models and training steps of your own
  examples/custom-layer.ts            layers of your own
  examples/weights-and-gradients.ts   layers, weights and gradients by hand
  examples/around-a-model.ts          configs, files, data sets
`);
for (const each of [model, again]) each[Symbol.dispose](); // frees their memory; only programs that go on need it

if (accuracy < 0.98) {
  console.error(`The accuracy should be 98 % or more, and is ${(100 * accuracy).toFixed(2)} %`);
  process.exitCode = 1;
}
