import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConfigError,
  defineLayer,
  type KerasTensor,
  memory,
  NDArray,
  number,
  OptionError,
  ready,
  type Tensor,
} from "@hornbeam/core";
import { BatchNormalization, concatenate, Dense, Dropout, Input } from "@hornbeam/layers";
import { add, multiply } from "@hornbeam/ops";
import { Adam, RMSprop, SGD, schedules } from "@hornbeam/optimizers";
import { LoadingError, readArchive, writeArchive } from "@hornbeam/saving";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { loadModel, loadModelFromBytes, Model, Sequential, saveModelToBytes } from "../index.ts";

/** An error of a class with exactly this message. */
const says = (Class: { readonly name: string }, message: string) =>
  expect.objectContaining({ name: Class.name, message });

beforeAll(() => ready());
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hornbeam-models-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Numbers in [-1, 1) that are the same in every run. */
function numbers(...shape: number[]): NDArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return new NDArray(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898) % 1),
    shape,
  );
}
const plain = (predictions: unknown): unknown => [predictions].flat().map((array) => (array as NDArray).toArray());

interface Case {
  readonly model: Model;
  readonly x: NDArray | NDArray[];
  readonly y: NDArray | NDArray[];
}
const cases: Record<string, () => Case> = {
  "a Sequential with moments, dropout and Adam": () => {
    const model = new Sequential([
      Input({ shape: [4] }),
      new Dense({ units: 5, activation: "relu" }),
      new BatchNormalization(),
      new Dropout({ rate: 0 }),
      new Dense({ units: 3, activation: "softmax" }),
    ]);
    model.compile({
      optimizer: new Adam({ learningRate: 0.02 }),
      loss: "categorical_crossentropy",
      metrics: ["accuracy"],
    });
    return {
      model,
      x: numbers(6, 4),
      y: new NDArray(
        Float32Array.from({ length: 18 }, (_, i) => (i % 4 === 0 ? 1 : 0)),
        [6, 3],
      ),
    };
  },
  "two inputs, two outputs, a shared layer, ops and a schedule": () => {
    const [a, b] = [Input({ shape: [3], name: "a" }), Input({ shape: [3], name: "b" })];
    const shared = new Dense({ units: 4, activation: "tanh", kernelRegularizer: "l2" });
    const joined = concatenate([shared(a), multiply(shared(b), 0.5)]);
    const outputs = [
      new Dense({ units: 1, name: "first" })(joined),
      new Dense({ units: 2, name: "second" })(add(shared(a), 1)),
    ];
    const model = new Model({ inputs: [a, b], outputs });
    const learningRate = new schedules.ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5 });
    model.compile({
      optimizer: new SGD({ learningRate, momentum: 0.9 }),
      loss: ["mean_squared_error", "mean_absolute_error"],
      lossWeights: [1, 0.3],
    });
    return { model, x: [numbers(5, 3), numbers(5, 3).mul(2)], y: [numbers(5, 1), numbers(5, 2)] };
  },
  "models inside models, one of them used twice, and a frozen layer": () => {
    const x = Input({ shape: [4] });
    const stack = new Sequential([Input({ shape: [4] }), new Dense({ units: 4 }), new BatchNormalization()], {
      name: "stack",
    });
    const inner = Input({ shape: [4] });
    const encoder = new Model({
      inputs: inner,
      outputs: stack(new Dense({ units: 4, trainable: false })(inner)),
      name: "encoder",
    });
    const model = new Model({ inputs: x, outputs: new Dense({ units: 2 })(encoder(encoder(x)) as KerasTensor) });
    model.compile({
      optimizer: new RMSprop({ learningRate: 0.01, momentum: 0.5, centered: true }),
      loss: "mean_squared_error",
    });
    return { model, x: numbers(6, 4), y: numbers(6, 2) };
  },
};

describe.each(["keras", "h5"] as const)("a model saved as .%s", (format) => {
  it.each(Object.entries(cases))("goes on as if nothing had happened: %s", async (_, make) => {
    const { model, x, y } = make();
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    const path = join(folder, `made/here/model.${format}`);
    await model.save(path);
    const again = await loadModel(path);
    expect(again.constructor).toBe(model.constructor);
    expect(again.toJSON()).toBe(model.toJSON());
    expect(again.getWeights()).toEqual(model.getWeights());
    expect(plain(await again.predict(x))).toEqual(plain(await model.predict(x)));
    expect(again.optimizer.variables.map((variable) => variable.numpy())).toEqual(
      model.optimizer.variables.map((variable) => variable.numpy()),
    );
    expect(again.optimizer.currentLearningRate).toBe(model.optimizer.currentLearningRate);
    for (let i = 0; i < 3; i++) expect(await again.trainOnBatch(x, y)).toEqual(await model.trainOnBatch(x, y));
    expect(again.getWeights()).toEqual(model.getWeights());
  });

  it("comes back from bytes, a Blob and a URL of the file", async () => {
    const { model } = cases["a Sequential with moments, dropout and Adam"]!();
    const bytes = await saveModelToBytes(model, { format });
    for (const source of [bytes, new Blob([bytes as Uint8Array<ArrayBuffer>]), bytes.slice().buffer]) {
      expect((await loadModel(source, { compile: false })).getWeights()).toEqual(model.getWeights());
    }
  });

  it("is not compiled where that is not wanted, or where it was not", async () => {
    const { model } = cases["a Sequential with moments, dropout and Adam"]!();
    const bytes = await saveModelToBytes(model, { format });
    expect((await loadModelFromBytes(bytes, { compile: false })).compiled).toBe(false);
    const bare = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]);
    expect((await loadModelFromBytes(await saveModelToBytes(bare, { format }))).compiled).toBe(false);
  });
});

describe("saving", () => {
  it("starts an optimizer afresh that had not yet been used, and says so once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { model, x, y } = cases["a Sequential with moments, dropout and Adam"]!();
    const again = await loadModelFromBytes(await saveModelToBytes(model));
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^Skipping the variables of Adam "adam.*": it has 14, the saved optimizer 2\.$/,
    );
    expect(await again.trainOnBatch(x, y)).toEqual(await model.trainOnBatch(x, y));
  });

  it("keeps classes of one's own, given by customObjects", async () => {
    class Scale extends defineLayer("Scale", { factor: number(1) }) {
      override call(x: Tensor): Tensor {
        return multiply(x, this.factor);
      }
    }
    const model = new Sequential([Input({ shape: [2] }), new Scale({ factor: 3 })]);
    const bytes = await saveModelToBytes(model);
    const again = await loadModelFromBytes(bytes, { customObjects: { Scale } });
    expect((await again.predict(NDArray.from([[1, 2]]))).toArray()).toEqual([[3, 6]]);
    await expect(loadModelFromBytes(bytes)).rejects.toThrow(
      says(
        ConfigError,
        'Cannot read a config: the class must be known, received "Scale"\nA class of your own: register it with `registerKerasSerializable`, or pass it in `customObjects`.',
      ),
    );
  });

  it("writes an archive like Keras'", async () => {
    const { model } = cases["a Sequential with moments, dropout and Adam"]!();
    const members = readArchive(await saveModelToBytes(model));
    expect([...members.keys()]).toEqual(["metadata.json", "config.json", "model.weights.h5"]);
    const config = JSON.parse(new TextDecoder().decode(members.get("config.json")?.read()));
    expect([config.module, config.class_name, config.registered_name]).toEqual(["keras", "Sequential", null]);
    expect(config.build_config).toEqual({ input_shape: [null, 4] });
    expect(config.compile_config).toMatchObject({
      loss: "categorical_crossentropy",
      metrics: ["accuracy"],
      optimizer: { class_name: "Adam" },
    });
  });

  it("leaves the old file as it was when it cannot write the new one", async () => {
    const { model } = cases["a Sequential with moments, dropout and Adam"]!();
    const path = join(folder, "model.keras");
    await model.save(path);
    const before = await readFile(path);
    const files = process.getBuiltinModule("node:fs/promises");
    vi.spyOn(files, "rename").mockRejectedValue(Object.assign(new Error("full"), { code: "ENOSPC" }));
    await expect(model.save(path)).rejects.toThrow(
      `Cannot save ${model[Symbol.toStringTag]}: the file must be writable (ENOSPC), received ${JSON.stringify(path)}`,
    );
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(["model.keras"]);
  });

  it("leaves no tensor behind", async () => {
    const { model, x, y } = cases["two inputs, two outputs, a shared layer, ops and a schedule"]!();
    await model.trainOnBatch(x, y);
    const before = memory().numTensors;
    const bytes = await saveModelToBytes(model);
    expect(memory().numTensors).toBe(before);
    const again = await loadModelFromBytes(bytes);
    await again.trainOnBatch(x, y);
    again[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });
});

describe("saving and loading refuse", () => {
  const model = () => new Sequential([Input({ shape: [2] }), new Dense({ units: 1, name: "out" })], { name: "small" });

  it("another ending, another format and unknown options", async () => {
    await expect(model().save("model.bin")).rejects.toThrow(
      says(
        OptionError,
        'Cannot save Sequential "small": the path must end in `.keras`, or in `.h5` for the legacy format (invalid filepath extension for saving), received "model.bin"',
      ),
    );
    await expect(saveModelToBytes(model(), { format: "tf" as never })).rejects.toThrow(
      says(OptionError, 'Cannot save Sequential "small": `format` must be "keras" or "h5", received "tf"'),
    );
    await expect(model().save("m.keras", { compressed: true } as never)).rejects.toThrow(
      says(
        OptionError,
        'Cannot save Sequential "small": unknown option `compressed`\nKnown options: overwrite, signal, weightsFormat, zipped.',
      ),
    );
    await expect(loadModel("m.keras", { custom_objects: {} } as never)).rejects.toThrow(
      says(
        OptionError,
        "Cannot load a model: unknown option `custom_objects`\nKnown options: customObjects, compile, safeMode, signal, onProgress, maxBytes.",
      ),
    );
  });

  it("files that are not there, or no models", async () => {
    const missing = join(folder, "missing.keras");
    await expect(loadModel(missing)).rejects.toThrow(
      says(
        LoadingError,
        `Cannot load a model: the file must exist; it was not found, received ${JSON.stringify(missing)}`,
      ),
    );
    await writeFile(join(folder, "text.keras"), "no model");
    await expect(loadModel(join(folder, "text.keras"))).rejects.toThrow(
      says(
        LoadingError,
        "Cannot load a model: the file format must be .keras or .h5; these bytes are neither, or too short, received bytes that begin with [110, 111, 32, 109, 111, 100, 101, 108]\nGive it what `save` wrote, here or in Keras.",
      ),
    );
    const weights = join(folder, "w.weights.h5");
    await model().saveWeights(weights);
    await expect(loadModel(weights)).rejects.toThrow(
      says(
        LoadingError,
        'Cannot load a model: no model config found in the file: it must have the attribute "model_config"\nA file of weights alone: make the model, and call its `loadWeights`.',
      ),
    );
  });

  it("configurations that are no model's", async () => {
    const weights = readArchive(await saveModelToBytes(model()))
      .get("model.weights.h5")!
      .read();
    const archive = (config: string) =>
      writeArchive([
        ["config.json", new TextEncoder().encode(config)],
        ["model.weights.h5", weights],
      ]);
    await expect(loadModelFromBytes(archive("[1]"))).rejects.toThrow(
      says(
        ConfigError,
        "Cannot load a model: its configuration must be an object with `class_name` and `config`, received [1]",
      ),
    );
    await expect(loadModelFromBytes(archive('{"class_name": "Dense", "config": {"units": 1}}'))).rejects.toThrow(
      ConfigError,
    );
    await expect(loadModelFromBytes(archive("{"))).rejects.toThrow(ConfigError);
  });

  it("work that is no longer wanted", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(model().save(join(folder, "m.keras"), { signal })).rejects.toBe(reason);
    await expect(loadModelFromBytes(await saveModelToBytes(model()), { signal })).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });
});
