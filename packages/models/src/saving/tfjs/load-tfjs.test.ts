import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KerasError, memory, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModel, loadModelFromBytes } from "../load-model.ts";
import { saveModelToBytes } from "../save-model.ts";
import type { ModelFiles } from "./load-tfjs.ts";

beforeAll(() => ready());

const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

interface Weight {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: object;
  group?: string;
}
interface Parts {
  layers?: object[];
  paths?: string[];
  weights?: Weight[];
  bin?: Uint8Array;
  rest?: object;
}

const dense = {
  class_name: "Dense",
  config: { units: 1, activation: "hardSigmoid", useBias: true, name: "out", batchInputShape: [null, 2] },
};
const kernel = { name: "out/kernel", shape: [2, 1], dtype: "float32" };
const bias = { name: "out/bias", shape: [1], dtype: "float32" };

/** A Sequential as TensorFlow.js writes it: 2 x1 - x2 + 0.5 through a hard sigmoid. */
function files({
  layers = [dense],
  paths = ["weights.bin"],
  weights = [kernel, bias],
  bin = bytesOf(Float32Array.of(2, -1, 0.5)),
  rest = {},
}: Parts = {}): ModelFiles {
  const modelTopology = { class_name: "Sequential", config: { name: "small", layers } };
  const json = { format: "layers-model", modelTopology, weightsManifest: [{ paths, weights }], ...rest };
  return { "model.json": new TextEncoder().encode(JSON.stringify(json)), "weights.bin": bin };
}

async function outputOf(given: ModelFiles): Promise<unknown> {
  using model = await loadModelFromBytes(given);
  return ((await model.predict(NDArray.from([[1, 0]]), { verbose: 0 })) as NDArray).toArray();
}

async function refusalOf(given: ModelFiles | Uint8Array): Promise<string> {
  try {
    await loadModelFromBytes(given);
  } catch (error) {
    expect(error).toBeInstanceOf(KerasError);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

describe("a model of TensorFlow.js", () => {
  it("keeps the hard sigmoid of Keras 2: clip(0.2 * 2.5 + 0.5, 0, 1)", async () => {
    expect(await outputOf(files())).toEqual([[1]]);
    const steep = files({ bin: bytesOf(Float32Array.of(0.5, -1, 0.5)) });
    expect(await outputOf(steep)).toEqual([[Math.fround(0.7)]]);
  });

  it("can be saved as .keras, and read again", async () => {
    using model = await loadModelFromBytes(files({ bin: bytesOf(Float32Array.of(0.5, -1, 0.5)) }));
    using again = await loadModelFromBytes(await saveModelToBytes(model));
    const x = NDArray.from([[1, 0]]);
    expect(await again.predict(x, { verbose: 0 })).toEqual(await model.predict(x, { verbose: 0 }));
  });

  it("may be quantised to bytes, shorts or halves", async () => {
    const bins: [Weight["quantization"] & object, Uint8Array][] = [
      [{ dtype: "uint8", scale: 0.5, min: -1, original_dtype: "float32" }, Uint8Array.of(3, 0)],
      [{ dtype: "uint16", scale: 0.001, min: -1 }, bytesOf(Uint16Array.of(1500, 0))],
      [{ dtype: "float16" }, bytesOf(Uint16Array.of(0x3800, 0xbc00))],
    ];
    for (const [quantization, numbers] of bins) {
      const bin = Uint8Array.from([...numbers, ...bytesOf(Float32Array.of(0.5))]);
      using model = await loadModelFromBytes(files({ weights: [{ ...kernel, quantization }, bias], bin }));
      const [first, second] = model.getWeights().map(({ data }) => Array.from(data as Float32Array));
      expect(first![0]).toBeCloseTo(0.5, 6);
      expect([first![1], second]).toEqual([-1, [0.5]]);
    }
  });

  it("is compiled as it was, and needs no state of its optimizer", async () => {
    const rest = {
      trainingConfig: {
        loss: "mean_squared_error",
        metrics: ["mae"],
        optimizer_config: {
          class_name: "Adam",
          config: { learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 1e-7 },
        },
      },
    };
    const moment = { name: "out/bias/m", shape: [1], dtype: "float32", group: "optimizer" };
    const bin = bytesOf(Float32Array.of(2, -1, 0.5, 9));
    using model = await loadModelFromBytes(files({ rest, weights: [kernel, bias, moment], bin }));
    expect(model.optimizer.getConfig()).toMatchObject({ learning_rate: 0.25, beta_1: 0.5, beta_2: 0.75 });
    using plain = await loadModelFromBytes(files({ rest }), { compile: false });
    expect(plain.compiled).toBe(false);
  });

  it("has shards beside its model.json, at a path", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hornbeam-tfjs-"));
    try {
      const paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
      const { "model.json": json, "weights.bin": bin } = files({ paths });
      await writeFile(join(folder, "model.json"), json!);
      await writeFile(join(folder, paths[0]!), bin!.subarray(0, 5));
      await expect(loadModel(join(folder, "model.json"))).rejects.toThrow("the file must exist; it was not found");
      await writeFile(join(folder, paths[1]!), bin!.subarray(5));
      using model = await loadModel(join(folder, "model.json"));
      expect(model.getWeights().map((array) => array.toArray())).toEqual([[[2], [-1]], [0.5]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  const wrong: [what: string, given: ModelFiles | Uint8Array, message: string][] = [
    ["without its weights", files()["model.json"]!, 'Cannot load a TensorFlow.js model: the file of weights "weights.bin" must be given too'],
    ["without a file", { "model.json": files()["model.json"]! }, 'Cannot load a TensorFlow.js model: it must have the file "weights.bin", which is missing, received ["model.json"]'],
    ["without model.json", {}, 'Cannot load a TensorFlow.js model: it must have the file "model.json", which is missing, received []'],
    ["whose weights lie elsewhere", files({ paths: ["../weights.bin"] }), 'the path of a file of weights must be a name in the folder of the model, it leads outside, received "../weights.bin"'],
    ["whose weights are an address", files({ paths: ["http://example.org/w"] }), "the path of a file of weights must be a name in the folder of the model"],
    ["whose weights are cut off", files({ bin: new Uint8Array(10) }), 'weight "out/bias" must lie within the 10 bytes of ["weights.bin"]: they are truncated, received 12'],
    ["with bytes too many", files({ bin: new Uint8Array(13) }), '["weights.bin"] must have the 12 bytes that the manifest declares, no more, received 13'],
    ["that declares an absurd size", files({ weights: [{ ...kernel, shape: [2 ** 40, 2 ** 20] }] }), "they are truncated"],
    ["with another shape", files({ weights: [{ ...kernel, shape: [1, 2] }, bias] }), 'must have shape [2, 1], received [1, 2]'],
    ["with a weight missing", files({ weights: [kernel], bin: new Uint8Array(8) }), "which is missing"],
    ["with a weight too many", files({ weights: [kernel, bias, { ...bias, name: "odd/bias" }], bin: new Uint8Array(16) }), 'the model must have all weights of the file, some are unexpected, received ["odd/bias"]'],
    ["with a weight twice", files({ weights: [kernel, kernel], bin: new Uint8Array(16) }), 'the names of weights must be unique, none twice, received "out/kernel"'],
    ["with texts", files({ weights: [{ ...kernel, dtype: "string" }] }), 'the dtype of weight "out/kernel" must be one of float32, int32, bool, uint8, uint16, float16, received "string"'],
    ["that is a graph", files({ rest: { format: "graph-model" } }), 'its format must be layers-model: a graph is not supported, received "graph-model"'],
    ["that is other JSON", new TextEncoder().encode("{}"), "model.json must have `modelTopology` and `weightsManifest`"],
    ["that is no JSON", new TextEncoder().encode("{"), "Cannot parse JSON"],
    ["of an unknown layer", files({ layers: [{ class_name: "Mystery", config: {} }] }), "Mystery"],
  ]; // biome-ignore format: a line each
  it.each(wrong)("is refused %s, and nothing is left behind", async (_, given, message) => {
    const before = memory().numTensors;
    expect(await refusalOf(given)).toContain(message);
    expect(memory().numTensors).toBe(before);
  });
});
