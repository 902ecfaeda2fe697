// Several inputs and outputs: a wide and deep network with a second output that helps to train its first half.
import assert from "node:assert/strict";
import { memory, ShapeError, setRandomSeed } from "@hornbeam/core";
import { concatenate, Dense, Input } from "@hornbeam/layers";
import { Model } from "@hornbeam/models";
import { SGD } from "@hornbeam/optimizers";
import { columns, linearData } from "./data.ts";

setRandomSeed(42);
const data = (count: number, seed: number) => {
  const [x, y] = linearData(count, 8, seed);
  return [columns(x, 0, 5), columns(x, 2, 8), y] as const; // the inputs share three columns
};
const [xTrainA, xTrainB, yTrain] = data(2000, 1);
const [xValidA, xValidB, yValid] = data(200, 2);
const [xTestA, xTestB, yTest] = data(200, 3);
const [xNewA, xNewB] = data(3, 4);

const inputA = Input({ shape: [5], name: "wide_input" });
const inputB = Input({ shape: [6], name: "deep_input" });
const hidden1 = new Dense({ units: 30, activation: "relu" })(inputB);
const hidden2 = new Dense({ units: 30, activation: "relu" })(hidden1);
const concat = concatenate([inputA, hidden2]);
const output = new Dense({ units: 1, name: "main_output" })(concat);
const auxOutput = new Dense({ units: 1, name: "aux_output" })(hidden2);
const model = new Model({ inputs: [inputA, inputB], outputs: [output, auxOutput] });
model.summary();

model.compile({ loss: ["mse", "mse"], lossWeights: [0.9, 0.1], optimizer: new SGD({ learningRate: 1e-2 }) });
const history = await model.fit([xTrainA, xTrainB], [yTrain, yTrain], {
  epochs: 20,
  verbose: 2,
  validationData: [
    [xValidA, xValidB],
    [yValid, yValid],
  ],
});
assert.deepEqual(Object.keys(history.history).sort(), [
  "aux_output_loss",
  "loss",
  "main_output_loss",
  "val_aux_output_loss",
  "val_loss",
  "val_main_output_loss",
]);

const [total, main, aux] = await model.evaluate([xTestA, xTestB], [yTest, yTest], { verbose: 0 });
const logs = await model.evaluate([xTestA, xTestB], [yTest, yTest], { returnDict: true, verbose: 0 });
console.log(`Test loss: ${total.toFixed(4)} = 0.9 · ${main.toFixed(4)} + 0.1 · ${aux.toFixed(4)}`);
assert.ok(Math.abs(total - (0.9 * main + 0.1 * aux)) < 1e-5);
assert.ok(main < 0.01, "the main output has learnt the function");
assert.ok(aux > main, "the auxiliary output does not see the first two columns");
assert.equal(logs["main_output_loss"], main);

const tensors = memory().numTensors;
const [predMain, predAux] = await model.predict([xNewA, xNewB], { verbose: 0 });
assert.deepEqual(
  [predMain.shape, predAux.shape],
  [
    [3, 1],
    [3, 1],
  ],
);
assert.equal(memory().numTensors, tensors, "predictions are on the host and leave nothing behind");

assert.throws(
  () => new Model({ inputs: hidden1, outputs: output }),
  (error) => error instanceof ShapeError && error.message.includes("wide_input"),
  "a model that lacks an input says which",
);

model[Symbol.dispose]();
assert.equal(memory().numTensors, 0);
