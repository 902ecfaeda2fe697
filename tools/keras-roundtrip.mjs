// Saves models here and opens them in real Keras, and the reverse: `npm run test:keras`. Every model of the reference cases, of
// the examples and of the guides, in every format: predictions, the optimizer's state and the next losses must be the same.
// Classes of a program's own have twins in keras_twins.py. What is not tried is a failure, unless it is excused by name.
// KERAS_PYTHON names a Python that has Keras; `KERAS_PYTHON=$(bash tools/keras-python.sh)` makes one. Without it nothing is tried.
//   npm run test:keras -- [NAME...]
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ready, setRandomSeed, toNDArray } from "@hornbeam/core";
import { loadModel } from "@hornbeam/models";
import { exampleModels } from "./lib/example-models.mjs";
import { guideModels } from "./lib/guide-models.mjs";
import { distance, plain } from "./lib/plain-arrays.mjs";
import { expectedModels } from "./lib/roundtrip-coverage.mjs";
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
/** Models that are also tried as folders: one that learns words, one that is compiled. */
const inFolders = new Set(["text_vectorization", "optimizer_state"]);
let passed = 0;
let failed = 0;
try {
  const saved = [];
  for (const [group, makers] of Object.entries(groups())) {
    for (const given of (await inTurn(makers)).flat()) {
      if (wanted.length > 0 && !wanted.includes(given.name)) continue;
      saved.push({ ...(await save(given)), group });
    }
  }
  await writeFile(join(folder, "models.json"), JSON.stringify(saved.map(({ entry }) => entry)));
  await openInKeras();
  for (const each of saved) await openHere(each);
  if (wanted.length === 0) checkCoverage(saved);
} finally {
  await rm(folder, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function groups() {
  return {
    "reference cases": suiteModels(),
    examples: exampleModels(folder),
    guides: guideModels,
    "others made here": ownModels,
  };
}

async function inTurn(makers) {
  const made = [];
  for (const make of makers) made.push(await make());
  return made;
}

/** Says how many models were tried of each group, and what was not. */
function checkCoverage(saved) {
  const names = new Set(saved.map(({ name }) => name));
  for (const { name, h5, h5Back } of saved)
    if (h5 && h5Back === false) console.log(`excused: ${name}.h5 from Keras, which cannot write it`);
  for (const { what, models, excuse } of expectedModels()) {
    const lacking = models.filter((name) => ![...names].some((each) => each === name || each.startsWith(`${name}-`)));
    if (excuse) console.log(`excused: ${what}, ${excuse}`);
    else
      report(
        lacking.length === 0 && models.length > 0,
        `${what} is tried${lacking.map((name) => `, without ${name}`)}`,
      );
  }
  const counts = Object.keys(groups()).map(
    (group) => `${saved.filter((each) => each.group === group).length} of the ${group}`,
  );
  console.log(`${saved.length} models both ways: ${counts.join(", ")}`);
}

/** Trains a little, saves in every format, and notes what comes next. */
async function save(given) {
  const { name, x, y, sampleWeight, tolerance, h5, h5Back = h5, calm = false, whole = false } = given;
  const model = given.model ?? (await given.make());
  if (given.compile) model.compile(given.compile);
  if (calm) calmDown(model);
  if (y) await train(model, given);
  const path = (ending) => join(folder, name + ending);
  await model.save(path(".keras"));
  if (h5) await model.save(path(".h5"));
  if (whole) return { ...given, entry: { name, tolerance, whole, x: plain(x), predictions: await predict(model, x) } };
  await model.saveWeights(path(".weights.h5"));
  await model.saveWeights(path(".npz"));
  if (inFolders.has(name)) await model.save(path(".folder"), { zipped: false });
  // a weight is not split: a shard holds the largest at least
  const largest = Math.max(...model.variables.map(({ size }) => 8 * size), 1);
  await model.saveWeights(path(".weights.json"), { maxShardSize: Math.max(shardSize, largest / 2 ** 30) });
  await writeFile(path(".config.json"), model.toJSON());
  const optimizer = y && model.optimizer.variables.map((variable) => plain(variable.numpy()));
  const predictions = await predict(model, x);
  const losses = y && (await train(model, given));
  model[Symbol.dispose]();
  const entry = {
    name,
    tolerance,
    h5,
    h5Back,
    calm,
    predictions,
    x: plain(x),
    folder: inFolders.has(name),
    ...(y && { y: plain(y), losses, optimizer }),
    ...(sampleWeight && { sampleWeight: plain(sampleWeight) }),
  };
  return { ...given, entry };
}

/** Layers that leave something to chance do in training what they do otherwise: their numbers are not those of Keras. */
function calmDown(model) {
  for (const layer of model.layers) {
    if (!/Dropout|^Random|Noise/.test(layer.constructor.name)) continue;
    const { call } = layer;
    layer.call = (inputs, options) => call.call(layer, inputs, { ...options, training: false });
  }
}

/** What a model gives, or a `FeatureSpace`. */
async function predict(model, x) {
  if (model.predict) return plain(await model.predict(x, { verbose: 0 }));
  const outputs = model(x);
  try {
    return plain(toNDArray(outputs));
  } finally {
    outputs.dispose();
  }
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
  const { name, tolerance, x, y, h5, h5Back = h5, calm, whole, customObjects } = given;
  const path = (ending) => join(folder, `${name}.back${ending}`);
  const open = async (file, options) => {
    const model = await loadModel(file, { customObjects, ...options });
    if (calm) calmDown(model);
    return model;
  };
  let want;
  try {
    want = JSON.parse(await readFile(path(".json"), "utf8"));
  } catch (error) {
    report(false, `${name}, back from Keras: ${error.code}`);
    return;
  }
  for (const ending of [".keras", ...(h5Back ? [".h5"] : []), ...(inFolders.has(name) ? [".folder"] : [])]) {
    await check(`${name}${ending} from Keras, predictions`, tolerance, async () => {
      using model = await open(path(ending));
      const error = distance(await predict(model, x), want.predictions);
      if (y)
        await check(`${name}${ending} from Keras, next losses`, tolerance, async () =>
          distance(await train(model, given), want.losses),
        );
      return error;
    });
  }
  for (const ending of whole ? [] : [".weights.h5", ".weights.json"]) {
    await check(`${name}${ending} from Keras, predictions`, tolerance, async () => {
      using model = await open(join(folder, `${name}.keras`), { compile: false });
      await model.loadWeights(path(ending));
      return distance(await predict(model, x), want.predictions);
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
