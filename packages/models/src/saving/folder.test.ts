import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NDArray, OptionError, ready } from "@hornbeam/core";
import { Dense, Input, TextVectorization } from "@hornbeam/layers";
import { LoadingError, MemoryStore } from "@hornbeam/saving";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadModel, Sequential } from "../index.ts";

beforeAll(() => ready());
let folder = "";
let place = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hornbeam-folders-"));
  place = join(folder, "model");
});
afterEach(() => rm(folder, { recursive: true }));

const x = NDArray.from([[1, 2, 3]]);
const y = NDArray.from([[1]]);
const net = () => {
  const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 1 })], { name: "net" });
  model.compile({ optimizer: "adam", loss: "mse" });
  return model;
};
const words = async () => {
  const layer = new TextVectorization();
  await layer.adapt(["a b", "a"]);
  return new Sequential([Input({ shape: [1], dtype: "string" }), layer]);
};

describe("a model in a folder", () => {
  it.each(["h5", "npz"] as const)("trains on as if nothing had happened (%s)", async (weightsFormat) => {
    using model = net();
    await model.trainOnBatch(x, y);
    await model.save(place, { zipped: false, weightsFormat });
    expect((await readdir(place)).sort()).toEqual(["config.json", "metadata.json", `model.weights.${weightsFormat}`]);
    using again = await loadModel(place);
    expect(await again.trainOnBatch(x, y)).toBe(await model.trainOnBatch(x, y));
  });

  it("has learned words in a folder below", async () => {
    using model = await words();
    await model.save(place, { zipped: false });
    const vocabulary = join(place, "assets/layers/text_vectorization/vocabulary.txt");
    expect((await readFile(vocabulary, "utf8")).trim().split("\n").slice(-2)).toEqual(["a", "b"]);
    using again = await loadModel(`${place}/`);
    expect((again.layers[0] as TextVectorization).getVocabulary()).toEqual(["", "[UNK]", "a", "b"]);
  });

  it("takes the place of another model's folder, and leaves nothing else behind", async () => {
    using first = await words();
    using second = net();
    await first.save(place, { zipped: false });
    await second.save(place, { zipped: false });
    expect(await readdir(folder)).toEqual(["model"]);
    expect(await readdir(place)).not.toContain("assets");
    await expect(second.save(place, { zipped: false, overwrite: false })).rejects.toThrow(
      `Cannot save Sequential "net": the folder must not exist yet where \`overwrite\` is false, received "${place}"`,
    );
  });

  it("never takes the place of other files", async () => {
    using model = net();
    await mkdir(place);
    await writeFile(join(place, "thesis.txt"), "years of work");
    await expect(model.save(place, { zipped: false })).rejects.toThrow(
      'Cannot save Sequential "net": a folder that is replaced must hold a model and nothing else, received "thesis.txt"',
    );
    await expect(model.save(join(place, "thesis.txt"), { zipped: false })).rejects.toThrow(
      "a folder must not take the place of a file",
    );
    expect(await readdir(folder)).toEqual(["model"]);
    expect(await readFile(join(place, "thesis.txt"), "utf8")).toBe("years of work");
  });

  it("stays as it was when the saving is stopped", async () => {
    using model = net();
    await model.save(place, { zipped: false });
    const stop = new AbortController();
    const before = await readFile(join(place, "metadata.json"), "utf8");
    const saving = model.save(place, { zipped: false, signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(saving).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual(["model"]);
    expect(await readFile(join(place, "metadata.json"), "utf8")).toBe(before);
  });

  it("is a path without `.keras`, in Node", async () => {
    using model = net();
    await expect(model.save(`${place}.keras`, { zipped: false })).rejects.toThrow(
      `Cannot save Sequential "net": the path must not end in \`.keras\` where \`zipped\` is false: it is that of a folder`,
    );
    const inMemory = new MemoryStore().file("m");
    await expect(model.save(inMemory, { zipped: false })).rejects.toThrow(OptionError);
  });
});

describe("a folder from others", () => {
  const refused = async (change: () => Promise<unknown>) => {
    using model = await words();
    await model.save(place, { zipped: false });
    await change();
    const error: unknown = await loadModel(place).catch((cause) => cause);
    expect(error).toBeInstanceOf(LoadingError);
    return (error as LoadingError).message.replaceAll(folder, "");
  };

  it("is refused with a link to another file", async () => {
    const config = join(place, "config.json");
    const message = await refused(async () => {
      await rename(config, join(folder, "elsewhere.json"));
      await symlink(join(folder, "elsewhere.json"), config);
    });
    expect(message).toBe(
      'Cannot read "config.json" in folder "/model": it must be a file or a folder, a link is not followed',
    );
    expect((await lstat(config)).isSymbolicLink()).toBe(true);
  });

  it("is refused with a link to another folder among its files", async () => {
    const message = await refused(() => symlink(tmpdir(), join(place, "assets/more")));
    expect(message).toBe(
      'Cannot read "assets/more" in folder "/model": it must be a file or a folder, a link is not followed',
    );
  });

  it("is refused without a config", async () => {
    expect(await refused(() => rm(join(place, "config.json")))).toBe(
      'Cannot read folder of a Keras model: it must have the member "config.json", which is missing',
    );
  });

  it("is refused beyond the limit of bytes, all files together", async () => {
    using model = net();
    await model.save(place, { zipped: false });
    await writeFile(join(place, "large.bin"), new Uint8Array(100_000));
    await expect(loadModel(place, { maxBytes: 90_000 })).rejects.toThrow(
      "the file must not be larger than the limit of",
    );
  });

  it("is refused when it nests without end", async () => {
    const message = await refused(() => mkdir(join(place, `assets${"/a".repeat(80)}`), { recursive: true }));
    expect(message).toContain("folders must not nest more than 64 deep");
  });
});
