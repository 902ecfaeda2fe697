// Around a model: what it is made of, its configs, its files, single batches, data sets.
import assert from "node:assert/strict";
import { memory, setRandomSeed } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { Dense, Dropout, Input } from "@hornbeam/layers";
import {
  cloneModel,
  loadModel,
  loadModelFromBytes,
  modelFromJSON,
  modelFromYAML,
  Sequential,
  saveModelToBytes,
} from "@hornbeam/models";
import { linearData } from "./data.ts";

setRandomSeed(42);
const [x, y] = linearData(320, 4, 1);
const model = new Sequential([
  Input({ shape: [4] }),
  new Dense({ units: 8, activation: "relu" }),
  new Dropout({ rate: 0.1 }),
  new Dense({ units: 1 }),
]);
model.compile({ loss: "mse", optimizer: "adam" });

// what it is made of
assert.equal(model.layers.length, 3);
assert.deepEqual(model.inputs[0]!.shape, [null, 4]);
assert.deepEqual(model.outputs[0]!.shape, [null, 1]);
assert.equal(model.countParams(), 4 * 8 + 8 + 8 + 1);

// the same architecture, by config, JSON, YAML and at once
const copies = [
  Sequential.fromConfig(model.getConfig()),
  modelFromJSON(model.toJSON()),
  modelFromYAML(model.toYAML()),
  cloneModel(model),
];
for (const copy of copies) assert.equal(copy.countParams(), model.countParams());

// training on single batches, and on a data set
const batch = [x.slice(0, 32), y.slice(0, 32)] as const;
const firstLoss = await model.trainOnBatch(...batch);
for (let i = 0; i < 20; i++) await model.trainOnBatch(...batch);
assert.ok((await model.testOnBatch(...batch)) < firstLoss);
assert.deepEqual((await model.predictOnBatch(batch[0])).shape, [32, 1]);

const dataset = Dataset.fromTensorSlices([x, y]).shuffle(320, { seed: 1 }).batch(32);
const { history } = await model.fit(dataset, { epochs: 3, verbose: 2 });
assert.equal(history["loss"]!.length, 3);

// files: weights alone, and whole models; Keras in Python opens each of them
const expected = await model.predict(x, { verbose: 0 });
const [copy] = copies;
await model.saveWeights("runs/around/w.weights.h5");
await copy!.loadWeights("runs/around/w.weights.h5", { byName: false, skipMismatch: false });
assert.ok((await copy!.predict(x, { verbose: 0 })).equals(expected), "the weights came through the file");

await model.save("runs/around/m.keras");
await model.save("runs/around/m.h5");
const fromFiles = [await loadModel("runs/around/m.keras", { safeMode: true }), await loadModel("runs/around/m.h5")];
for (const loaded of fromFiles) assert.ok((await loaded.predict(x, { verbose: 0 })).equals(expected));

const bytes = await saveModelToBytes(model); // for browsers, databases, object stores
const fromBytes = await loadModelFromBytes(bytes);
assert.ok((await fromBytes.predict(x, { verbose: 0 })).equals(expected));
console.log(`model.keras has ${bytes.length} bytes, and all ${fromFiles.length + 2} copies predict the same`);

for (const each of [model, ...copies, ...fromFiles, fromBytes]) each[Symbol.dispose]();
assert.equal(memory().numTensors, 0);
