// Layers, weights and gradients by hand: what `fit` does, step by step.
import assert from "node:assert/strict";
import { memory, ready, ShapeError, setRandomSeed, tidy, valueAndGrad } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { Model } from "@hornbeam/models";
import * as ops from "@hornbeam/ops";
import { SGD } from "@hornbeam/optimizers";
import { linearData } from "./data.ts";

setRandomSeed(42);
await ready(); // tensors are made by hand below

// a layer is built by its first input's shape, and remembers it
const layer = new Dense({ units: 5, activation: "relu" });
assert.equal(layer.getConfig()["units"], 5);
assert.equal(layer.getConfig()["name"], "dense");
assert.deepEqual(layer.getWeights(), []);
layer.build([null, 3]);
assert.deepEqual(
  layer.getWeights().map(({ shape }) => shape),
  [[3, 5], [5]],
);
assert.throws(
  () => tidy(() => layer(ops.tensor([[1, 2, 3, 4]]))),
  (error) =>
    error instanceof ShapeError &&
    error.message.startsWith('Cannot call Dense "dense": the last axis must be 3, received shape [1, 4]'),
);
layer[Symbol.dispose]();

const inputs = Input({ shape: [4] });
const hidden1 = new Dense({ units: 16, activation: "tanh", name: "hidden_1" });
const hidden2 = new Dense({ units: 16, activation: "tanh", name: "hidden_2" });
const model = new Model({ inputs, outputs: new Dense({ units: 1 })(hidden2(hidden1(inputs))) });

const [xHost, yHost] = linearData(256, 4, 1);
const x = ops.tensor(xHost);
const yTrue = ops.tensor(yHost);
const step = () => valueAndGrad(() => ops.mean(ops.square(ops.subtract(yTrue, model(x)))), model.trainableWeights);

/** The loss before a step of gradient descent that `update` makes. */
const descend = (update: (gradients: ReturnType<typeof step>["grads"]) => void): number =>
  tidy(() => {
    const { value, grads } = step();
    update(grads);
    return value.dataSync()[0]!;
  });

const losses: number[] = [tidy(() => step().value.dataSync()[0]!)]; // weights are made when they are first read
const before = memory().numTensors;
for (let i = 0; i < 50; i++) {
  losses.push(
    descend((grads) =>
      model.trainableWeights.forEach((weight, j) => {
        weight.assignSub(ops.multiply(0.05, grads[j]!));
      }),
    ),
  );
}
console.log(`50 steps by hand:         loss ${losses[0]!.toFixed(4)} -> ${losses.at(-1)!.toFixed(4)}`);
assert.ok(losses.at(-1)! < 0.5 * losses[0]!);
assert.equal(memory().numTensors, before, "the steps leave no tensor behind");

// the same, through an optimizer
const optimizer = new SGD({ learningRate: 0.05 });
for (let i = 0; i < 50; i++) losses.push(descend((grads) => optimizer.apply(grads, model.trainableWeights)));
console.log(`50 more by an optimizer:  loss ${losses[51]!.toFixed(4)} -> ${losses.at(-1)!.toFixed(4)}`);
assert.ok(losses.at(-1)! < losses[51]!);

model.trainable = false;
assert.equal(model.trainableWeights.length, 0);
assert.equal(model.nonTrainableWeights.length, 6);
assert.equal(model.getLayer("hidden_2"), hidden2);
assert.deepEqual((hidden2.output as { shape: unknown }).shape, [null, 16]);

for (const each of [model, optimizer]) each[Symbol.dispose]();
for (const tensor of [x, yTrue]) tensor.dispose();
assert.equal(memory().numTensors, 0);
