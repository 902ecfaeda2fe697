import { NDArray, OptionError, ready } from "@hornbeam/core";
import { BatchNormalization, Dense, Input, TextVectorization } from "@hornbeam/layers";
import { LoadingError, MemoryStore, openNpz, readArchive, writeArchive } from "@hornbeam/saving";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModel, loadModelFromBytes, Sequential, saveModelToBytes } from "../index.ts";

beforeAll(() => ready());

const x = NDArray.from([
  [1, 2, 3],
  [-1, 0.5, 2],
]);
const y = NDArray.from([[1], [0]]);
async function trained(): Promise<Sequential> {
  const model = new Sequential([
    Input({ shape: [3] }),
    new Dense({ units: 2 }),
    new BatchNormalization(),
    new Dense({ units: 1 }),
  ]);
  model.compile({ optimizer: "adam", loss: "mse" });
  for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
  return model;
}

describe("weightsFormat: npz", () => {
  it("keeps weights and the optimizer's state: the next losses are the same", async () => {
    using model = await trained();
    const store = new MemoryStore();
    await model.save(store.file("m.keras"), { weightsFormat: "npz" });
    const bytes = await saveModelToBytes(model, { weightsFormat: "npz" });
    using first = await loadModel(store.file("m.keras"));
    using second = await loadModelFromBytes(bytes);
    const next = await model.trainOnBatch(x, y);
    expect([await first.trainOnBatch(x, y), await second.trainOnBatch(x, y)]).toEqual([next, next]);
    using weights = await trained();
    await weights.loadWeights(bytes);
    expect(weights.optimizer.iterations.numpy().item()).toBe(3n);
  });

  it("stores arrays under the paths that they have in HDF5", async () => {
    using model = await trained();
    const members = readArchive(await saveModelToBytes(model, { weightsFormat: "npz" }));
    expect([...members.keys()]).toEqual(["metadata.json", "config.json", "model.weights.npz"]);
    const arrays = openNpz(members.get("model.weights.npz")!.read());
    expect([...arrays.keys()].slice(0, 3)).toEqual([
      "layers/dense/vars/0",
      "layers/dense/vars/1",
      "layers/batch_normalization/vars/0",
    ]);
    expect(arrays.get("optimizer/vars/0")?.dtype).toBe("int64");
    expect(arrays.get("layers/dense/vars/0")!.read().data).toEqual(model.getWeights()[0]!.data);
  });

  it("keeps learned words beside", async () => {
    const words = new TextVectorization({ vocabulary: ["a", "b"] });
    using model = new Sequential([Input({ shape: [1], dtype: "string" }), words]);
    using again = await loadModelFromBytes(await saveModelToBytes(model, { weightsFormat: "npz" }));
    expect((again.layers[0] as TextVectorization).getVocabulary()).toEqual(["", "[UNK]", "a", "b"]);
  });

  it("refuses what Keras writes there, which are pickles", async () => {
    using model = await trained();
    const members = readArchive(await saveModelToBytes(model, { weightsFormat: "npz" }));
    const header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }\n";
    const pickle = Uint8Array.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}\x80\x03}.`, (letter) => letter.charCodeAt(0)); // biome-ignore format: one line
    const file = writeArchive([
      ["config.json", members.get("config.json")!.read()],
      ["model.weights.npz", writeArchive([["__root__.npy", pickle]])],
    ]);
    await expect(loadModelFromBytes(file)).rejects.toThrow(LoadingError);
    await expect(loadModelFromBytes(file)).rejects.toThrow(
      'Cannot read member "__root__.npy" of the archive: it must hold numbers, and not objects: those are pickles, which can run code and are not allowed',
    );
  });

  it("is for .keras files alone, and one of two", async () => {
    using model = await trained();
    await expect(saveModelToBytes(model, { format: "h5", weightsFormat: "npz" })).rejects.toThrow(
      `Cannot save Sequential "${model.name}": weights in \`.h5\` files must be in the format "h5", received "npz"`,
    );
    await expect(saveModelToBytes(model, { weightsFormat: "zip" as never })).rejects.toThrow(OptionError);
  });
});
