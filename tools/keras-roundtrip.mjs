// Saves models here and opens them in real Keras, and the reverse: `npm run test:keras`. Every model of the suite and of the
// examples, in every format: predictions, the optimizer's state and the next losses must be the same.
// KERAS_PYTHON names a Python that has Keras; `KERAS_PYTHON=$(bash tools/keras-python.sh)` makes one. Without it nothing is tried.
//   npm run test:keras -- [NAME...]
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ready, setRandomSeed } from "@hornbeam/core";
import { loadModel } from "@hornbeam/models";
import { distance, plain } from "./lib/plain-arrays.mjs";
import { ownModels } from "./lib/roundtrip-models.mjs";
import { suiteModels } from "./lib/suite-models.mjs";

const python = process.env.KERAS_PYTHON;
if (!python) {
  console.log("KERAS_PYTHON is not set: nothing was tried with real Keras");
  process.exit(0);
}
const wanted = process.argv.slice(2);
await ready();
setRandomSeed(7);
console.warn = () => {}; // the suite's models come with optimizers that were not built yet, which is worth a warning each

const folder = await mkdtemp(join(tmpdir(), "hornbeam-keras-"));
const steps = 2;
const shardSize = 3000 / 2 ** 30;
let passed = 0;
let failed = 0;
try {
  const saved = [];
  for (const make of [...ownModels, ...suiteModels()]) {
    const given = await make();
    if (wanted.length === 0 || wanted.includes(given.name)) saved.push(await save(given));
  }
  await writeFile(join(folder, "models.json"), JSON.stringify(saved.map(({ entry }) => entry)));
  await openInKeras();
  for (const each of saved) await openHere(each);
} finally {
  await rm(folder, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Trains a little, saves in every format, and notes what comes next. */
async function save(given) {
  const { name, model, x, y, sampleWeight, tolerance, h5 } = given;
  if (y) await train(model, given);
  const path = (ending) => join(folder, name + ending);
  await model.save(path(".keras"));
  if (h5) await model.save(path(".h5"));
  await model.saveWeights(path(".weights.h5"));
  // a weight is not split: a shard holds the largest at least
  const largest = Math.max(...model.variables.map(({ size }) => 8 * size), 1);
  await model.saveWeights(path(".weights.json"), { maxShardSize: Math.max(shardSize, largest / 2 ** 30) });
  await writeFile(path(".config.json"), model.toJSON());
  const optimizer = y && model.optimizer.variables.map((variable) => plain(variable.numpy()));
  const predictions = plain(await model.predict(x, { verbose: 0 }));
  const losses = y && (await train(model, given));
  model[Symbol.dispose]();
  const entry = {
    name,
    tolerance,
    h5,
    predictions,
    x: plain(x),
    ...(y && { y: plain(y), losses, optimizer }),
    ...(sampleWeight && { sampleWeight: plain(sampleWeight) }),
  };
  return { ...given, entry };
}

async function train(model, { x, y, sampleWeight }) {
  const losses = [];
  const options = sampleWeight ? { sampleWeight } : {};
  for (let i = 0; i < steps; i++) losses.push([await model.trainOnBatch(x, y, options)].flat()[0]);
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

async function openHere(given) {
  const { name, tolerance, x, y, h5 } = given;
  const path = (ending) => join(folder, `${name}.back${ending}`);
  let want;
  try {
    want = JSON.parse(await readFile(path(".json"), "utf8"));
  } catch (error) {
    report(false, `${name}, back from Keras: ${error.code}`);
    return;
  }
  for (const ending of h5 ? [".keras", ".h5"] : [".keras"]) {
    await check(`${name}${ending} from Keras, predictions`, tolerance, async () => {
      using model = await loadModel(path(ending));
      const error = distance(plain(await model.predict(x, { verbose: 0 })), want.predictions);
      if (y)
        await check(`${name}${ending} from Keras, next losses`, tolerance, async () =>
          distance(await train(model, given), want.losses),
        );
      return error;
    });
  }
  for (const ending of [".weights.h5", ".weights.json"]) {
    await check(`${name}${ending} from Keras, predictions`, tolerance, async () => {
      using model = await loadModel(join(folder, `${name}.keras`), { compile: false });
      await model.loadWeights(path(ending));
      return distance(plain(await model.predict(x, { verbose: 0 })), want.predictions);
    });
  }
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
