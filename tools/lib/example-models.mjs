// The models of the programs in examples/, as each was when the program let go of it: for tools/keras-roundtrip.mjs.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clearSession, NDArray, serializeKerasObject, setRandomSeed } from "@hornbeam/core";
import { loadModelFromBytes, Model } from "@hornbeam/models";
import { saveState, writeHdf5, writeKerasArchive } from "@hornbeam/saving";
import * as hornbeam from "hornbeam";
import { numbers } from "./made-up.mjs";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
const rows = 8;
/** Programs that make no model. */
const withoutModels = new Set(["data.ts"]);

const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && !withoutModels.has(name))
  .map((name) => name.replace(/\.ts$/, ""));

/**
 * Makers of `{ name, make, x, y, customObjects, tolerance, h5 }`, each of which runs a program in `workFolder`.
 * A model that a program makes several times over, as a copy, is there once.
 */
export const exampleModels = (workFolder) =>
  examples.map((name) => async () => {
    const kept = await modelsOf(join(folder, `${name}.ts`), workFolder);
    if (kept.length === 0) throw new Error(`examples/${name}.ts has let go of no model`);
    return kept.map((each, i) => ({
      ...each,
      name: `example-${name}${kept.length > 1 ? `-${i + 1}` : ""}`,
      tolerance: 1e-5,
      calm: true,
    }));
  });

/** Runs a program, and keeps every model of it at the moment when it is disposed of. */
async function modelsOf(path, workFolder) {
  const kept = new Map();
  const undo = [watchModels(kept), silence()];
  const from = process.cwd();
  process.chdir(workFolder);
  clearSession();
  try {
    await import(path);
    if (process.exitCode) throw new Error(`it ended with ${process.exitCode}`);
  } catch (error) {
    throw new Error(`${path} failed: ${error.message}`, { cause: error });
  } finally {
    process.exitCode = undefined;
    process.chdir(from);
    for (const each of undo) each();
    setRandomSeed(7);
  }
  return [...kept.values()];
}

/** Keeps models until what is returned is called: with the first rows of what they were trained on. */
function watchModels(kept) {
  const owner = ownerOf(Model.prototype, Symbol.dispose);
  const { fit, trainOnBatch, [Symbol.dispose]: dispose } = owner;
  const seen = new WeakMap();
  const watched = (method) =>
    function (x, y, options) {
      if (y instanceof NDArray || Array.isArray(y)) seen.set(this, { x: firstRows(x), y: firstRows(y) });
      return method.call(this, x, y, options);
    };
  let depth = 0;
  Object.assign(owner, {
    fit: watched(fit),
    trainOnBatch: watched(trainOnBatch),
    [Symbol.dispose]() {
      if (depth === 0 && this.built) keep(this, seen.get(this), kept);
      depth++;
      dispose.call(this);
      depth--;
    },
  });
  return () => Object.assign(owner, { fit, trainOnBatch, [Symbol.dispose]: dispose });
}

function silence() {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  return () => {
    process.stdout.write = write;
  };
}

function keep(model, data, kept) {
  const identity = `${model.compiled} ${model.toJSON()}`;
  if (kept.has(identity)) return;
  const { weights, assets } = saveState(model);
  const config = JSON.stringify(serializeKerasObject(model));
  const bytes = writeKerasArchive({ config, weights: writeHdf5(weights), assets });
  const customObjects = ownClasses(model);
  const x = data?.x ?? inputsFor(model);
  kept.set(identity, {
    make: () => loadModelFromBytes(bytes, { customObjects }),
    customObjects,
    x,
    ...(model.compiled && data && { y: data.y }),
    h5: model.graph !== undefined && Object.keys(customObjects).length === 0,
  });
}

/** The classes of a model that are the program's. */
function ownClasses(model) {
  const known = new Set(Object.values(hornbeam).flatMap((part) => [part, ...Object.values(part)]));
  const used = [model, ...model.layers].map((each) => each.constructor);
  return Object.fromEntries(used.filter((each) => !known.has(each)).map((each) => [each.name, each]));
}

function inputsFor(model) {
  const made = model.inputs.map(({ shape }) => numbers(rows, ...shape.slice(1)));
  return made.length === 1 ? made[0] : made;
}

function firstRows(value) {
  return value instanceof NDArray ? value.slice(0, rows) : value.map(firstRows);
}

/** The prototype on which a method stands. */
function ownerOf(prototype, key) {
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at)) if (Object.hasOwn(at, key)) return at;
  throw new TypeError(`no method ${String(key)}`);
}
