// Saves models here and opens them in real Keras, and the reverse: `npm run test:keras`.
// KERAS_PYTHON names a Python that has Keras; `KERAS_PYTHON=$(bash tools/keras-python.sh)` makes one. Without it nothing is tried.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NDArray, ready, setRandomSeed } from "@hornbeam/core";
import {
  Average,
  BatchNormalization,
  Bidirectional,
  Conv2D,
  concatenate,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  Input,
  MaxPooling2D,
} from "@hornbeam/layers";
import { loadModel, Model, Sequential } from "@hornbeam/models";
import { add, multiply } from "@hornbeam/ops";
import { Adam, RMSprop, SGD, schedules } from "@hornbeam/optimizers";

const python = process.env.KERAS_PYTHON;
if (!python) {
  console.log("KERAS_PYTHON is not set: nothing was tried with real Keras");
  process.exit(0);
}
await ready();
setRandomSeed(7);

let state = 12345;
/** Numbers in [-1, 1) that are the same in every run. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
}
const numbers = (...shape) => {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random);
  return new NDArray(data, shape);
};
const classes = (n, below) =>
  new NDArray(
    Int32Array.from({ length: n }, (_, i) => (i * 7) % below),
    [n],
  );

/** `[name, model, inputs, targets, tolerance]`: each compiled. */
const cases = [
  () => {
    const model = new Sequential(
      [
        Input({ shape: [8, 8, 1] }),
        new Conv2D({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }),
        new BatchNormalization(),
        new MaxPooling2D({ poolSize: 2 }),
        new Flatten(),
        new Dropout({ rate: 0 }),
        new Dense({ units: 5, activation: "softmax" }),
      ],
      { name: "convnet" },
    );
    model.compile({
      optimizer: new Adam({ learningRate: 0.01 }),
      loss: "sparse_categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return ["convnet", model, numbers(6, 8, 8, 1), classes(6, 5), 2e-5];
  },
  () => {
    const wide = Input({ shape: [3], name: "wide" });
    const deep = Input({ shape: [4], name: "deep" });
    const shared = new Dense({ units: 5, activation: "tanh", kernelRegularizer: "l2" });
    const hidden = shared(deep);
    const twice = shared(multiply(deep, 2));
    const joined = concatenate([wide, new Average()([hidden, twice])]);
    const main = new Dense({ units: 1, name: "main" })(joined);
    const aux = new Dense({ units: 2, name: "aux", useBias: false })(hidden);
    const model = new Model({ inputs: [wide, deep], outputs: [main, aux], name: "wide_deep" });
    const learningRate = new schedules.ExponentialDecay({ initialLearningRate: 0.05, decaySteps: 2, decayRate: 0.5 });
    const optimizer = new SGD({ learningRate, momentum: 0.9, nesterov: true });
    model.compile({ optimizer, loss: ["mean_squared_error", "mean_absolute_error"], lossWeights: [0.9, 0.1] });
    return ["wide-deep", model, [numbers(5, 3), numbers(5, 4)], [numbers(5, 1), numbers(5, 2)], 1e-5];
  },
  () => {
    const inner = new Sequential([Input({ shape: [4] }), new Dense({ units: 4 }), new BatchNormalization()], {
      name: "inner",
    });
    const frozen = new Dense({ units: 4, trainable: false, name: "frozen" });
    const x = Input({ shape: [4] });
    const block = Input({ shape: [4] });
    const encoder = new Model({ inputs: block, outputs: add(inner(block), frozen(block)), name: "encoder" });
    const model = new Model({ inputs: x, outputs: new Dense({ units: 2 })(encoder(encoder(x))), name: "nested" });
    model.compile({ optimizer: new RMSprop({ momentum: 0.5, centered: true, useEma: true }), loss: "huber" });
    return ["nested", model, numbers(6, 4), numbers(6, 2), 2e-5];
  },
  () => {
    const model = new Sequential(
      [
        Input({ shape: [null], dtype: "int32" }),
        new Embedding({ inputDim: 10, outputDim: 6, maskZero: true }),
        new Bidirectional({ layer: new GRU({ units: 3 }) }),
        new Dense({ units: 1, activation: "sigmoid" }),
      ],
      { name: "text" },
    );
    // plain steps: TensorFlow updates the rows of an embedding apart, which adaptive steps would show
    model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: "binary_crossentropy" });
    const tokens = new NDArray(
      Int32Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? 0 : 1 + ((i * 3) % 9))),
      [4, 5],
    );
    return ["text", model, tokens, new NDArray(Float32Array.of(0, 1, 1, 0), [4, 1]), 1e-5];
  },
];

const folder = await mkdtemp(join(tmpdir(), "hornbeam-keras-"));
let passed = 0;
let failed = 0;
try {
  const entries = [];
  for (const make of cases) entries.push(await save(...make()));
  await writeFile(join(folder, "models.json"), JSON.stringify(entries.map(({ entry }) => entry)));
  await openInKeras();
  for (const { entry, x, y } of entries) await openHere(entry, x, y);
} finally {
  await rm(folder, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Trains a little, saves in every format, and notes what comes next. */
async function save(name, model, x, y, tolerance) {
  for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
  const path = (ending) => join(folder, name + ending);
  await model.save(path(".keras"));
  await model.save(path(".h5"));
  await model.saveWeights(path(".weights.h5"));
  await writeFile(path(".config.json"), model.toJSON());
  const optimizer = model.optimizer.variables.map((variable) => plain(variable.numpy()));
  const predictions = plain(await model.predict(x));
  const losses = await train(model, x, y, 3);
  return { entry: { name, x: plain(x), y: plain(y), tolerance, optimizer, predictions, losses }, x, y };
}

async function train(model, x, y, steps) {
  const losses = [];
  for (let i = 0; i < steps; i++) losses.push([await model.trainOnBatch(x, y)].flat()[0]);
  return losses;
}

async function openInKeras() {
  const script = fileURLToPath(new URL("keras-roundtrip.py", import.meta.url));
  const child = spawn(python, [script, folder], { stdio: ["ignore", "pipe", "pipe"] });
  let lines = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    lines += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  for (const line of lines.split("\n").filter((line) => /^(ok|FAIL) /.test(line)))
    report(line.startsWith("ok"), line.slice(5));
  if (status !== 0 && failed === 0) report(false, `Keras ended with status ${status}: ${complaints.slice(-1500)}`);
}

async function openHere({ name, tolerance }, x, y) {
  const path = (ending) => join(folder, `${name}.back${ending}`);
  let want;
  try {
    want = JSON.parse(await readFile(path(".json"), "utf8"));
  } catch (error) {
    report(false, `${name}, back from Keras: ${error.code}`);
    return;
  }
  for (const ending of [".keras", ".h5"]) {
    await check(`${name}${ending} from Keras, predictions`, tolerance, async () => {
      const model = await loadModel(path(ending));
      const error = distance(plain(await model.predict(x)), want.predictions);
      await check(`${name}${ending} from Keras, next losses`, tolerance, async () =>
        distance(await train(model, x, y, 3), want.losses),
      );
      return error;
    });
  }
  await check(`${name}.weights.h5 from Keras, predictions`, tolerance, async () => {
    const model = await loadModel(join(folder, `${name}.keras`), { compile: false });
    await model.loadWeights(path(".weights.h5"));
    return distance(plain(await model.predict(x)), want.predictions);
  });
}

async function check(what, tolerance, measure) {
  try {
    const error = await measure();
    report(error <= tolerance, `${what}: ${error.toExponential(1)}`);
  } catch (error) {
    report(false, `${what}: ${error.name}: ${error.message}`);
  }
}
function report(good, what) {
  if (good) passed++;
  else failed++;
  console.log(`${good ? "ok  " : "FAIL"} ${what}`);
}

function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  return { shape: value.shape, dtype: value.dtype, data: Array.from(value.data, Number) };
}
function distance(got, want) {
  if (typeof want === "number") return Math.abs(got - want) / (1 + Math.abs(want));
  if (Array.isArray(want)) return Math.max(...want.map((part, i) => distance(got[i], part)));
  if (String(got.shape) !== String(want.shape)) throw new Error(`shape ${got.shape}, wanted ${want.shape}`);
  return distance([...got.data], want.data);
}
