// The models of the reference cases, as Keras or TensorFlow.js saved them, opened here, with their data: for tools/keras-roundtrip.mjs.
import { readFileSync } from "node:fs";
import { NDArray } from "@hornbeam/core";
import { loadModelFromBytes, modelFromJSON } from "@hornbeam/models";
import { rows } from "../../packages-private/testing/src/conformance/models.ts";
import { filesOf } from "../../packages-private/testing/src/conformance/tar-reader.ts";
import { decode, decodeArray } from "../../packages-private/testing/src/conformance/values.ts";
import { classes, numbers, oneHot } from "./made-up.mjs";
import { Subclassed } from "./subclassed-model.mjs";

const filesIn = (kind) => filesOf(readFileSync(new URL(`../../conformance/${kind}.tar.gz`, import.meta.url)));
const parse = (bytes) => JSON.parse(Buffer.from(bytes).toString());

/**
 * Makers of what tools/keras-roundtrip.mjs tries, every folder of the cases `models` and every case of `training`:
 *
 * - `name`; `make()` gives the model, which is compiled with `compile` if that is there; `customObjects` are for loading it again
 * - `x`, and `y` and perhaps `sampleWeight` where it is trained; `tolerance` of all that is compared
 * - `calm`: without what layers leave to chance; `whole`: no weights alone, no training
 * - `h5`: whether Keras opens models of this kind in its older form; `h5Back`: whether it also writes it
 */
export function suiteModels() {
  const files = filesIn("models");
  const suffix = "/io.json";
  const folders = [...files.keys()]
    .filter((path) => path.endsWith(suffix))
    .map((path) => path.slice(0, -suffix.length));
  const cases = [...filesIn("training")]
    .filter(([path]) => path.endsWith(".json"))
    .flatMap(([, bytes]) => parse(bytes).cases);
  return [...folders.map((folder) => () => ofFolder(files, folder)), ...cases.map((each) => () => ofTraining(each))];
}

/** What models are trained on whose cases have no targets, and the like. */
const added = {
  mini_xception: { y: new NDArray(Float32Array.of(0, 1, 1), [3, 1]), calm: true },
  mixed_float16: { y: classes(4, 4), compile: { optimizer: "adam", loss: "sparse_categorical_crossentropy" } },
  tfjs_mlp: { y: oneHot(5, 5), calm: true },
  "training-terminate_on_nan": { compile: { optimizer: "sgd", loss: "mse" } }, // steps of the case itself end in NaN
  "training-optimizer-adafactor": { h5Back: false },
  tfjs_functional_cnn: { y: [numbers(3, 1), numbers(3, 3)], compile: { optimizer: "sgd", loss: ["mse", "mse"] } },
};

function ofFolder(files, folder) {
  const name = folder.split("/").at(-1);
  const file = (each) => files.get(`${folder}/${each}`);
  const io = parse(file("io.json"));
  const x = decode(io.inputs);
  return {
    name,
    x,
    ...(io.targets && { y: decode(io.targets) }),
    ...(io.sampleWeight && { sampleWeight: decode(io.sampleWeight) }),
    tolerance: Math.max(1e-5, io.tolerance.outputs), // more for float16 alone
    h5: io.h5?.file ?? io.kind === "tfjs",
    ...added[name],
    ...howToMake(name, file, x),
  };
}

function howToMake(name, file, x) {
  if (file("model.keras")) return { make: () => loadModelFromBytes(file("model.keras")) };
  if (file("model.json")) {
    const parts = { "model.json": file("model.json"), "weights.bin": file("weights.bin") };
    return { make: () => loadModelFromBytes(parts) };
  }
  if (name !== "subclassed") throw new Error(`no way is known to make the model of models/${name}`);
  const make = async () => {
    const model = new Subclassed({ name });
    await model.predict(x, { verbose: 0 });
    await model.loadWeights(file("model.weights.h5"));
    return model;
  };
  return { make, customObjects: { Subclassed }, compile: { optimizer: "adam", loss: "mse" } };
}

/** A model of the cases `training`, on the first rows of its data. */
function ofTraining({ name: given, model, weights, compile, data }) {
  const name = `training-${given.replace(":", "-")}`;
  const { x, y, sampleWeight } = decode(Object.values(data)[0]);
  const make = async () => {
    const made = modelFromJSON(JSON.stringify({ ...model, compile_config: compile }));
    made.setWeights(weights.map(({ value }) => decodeArray(value)));
    return made;
  };
  const first = (value) => rows(value, 0, 12);
  return {
    name,
    make,
    x: first(x),
    y: first(y),
    ...(sampleWeight !== undefined && { sampleWeight: first(sampleWeight) }),
    tolerance: 1e-5,
    h5: true,
    ...added[name],
  };
}
