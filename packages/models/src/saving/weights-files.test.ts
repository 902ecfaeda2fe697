import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Inputs, NDArray, OptionError, ready, StateError, type Tensor } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { LoadingError } from "@hornbeam/saving";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Model, Sequential } from "../index.ts";

/** An error of a class with exactly this message. */
const says = (Class: { readonly name: string }, message: string) =>
  expect.objectContaining({ name: Class.name, message });

beforeAll(() => ready());
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hornbeam-weights-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const net = (units = 2, name = "net") =>
  new Sequential([Input({ shape: [3] }), new Dense({ units: 4, name: "hidden" }), new Dense({ units, name: "out" })], {
    name,
  });
const x = NDArray.from([
  [1, 2, 3],
  [-1, 0.5, 2],
]);
const y = NDArray.from([
  [1, 0],
  [0, 1],
]);

describe("saveWeights and loadWeights", () => {
  it.each(["w.weights.h5", "w.safetensors", "w.npz", "w.weights.json", "m.keras", "m.h5"])(
    "give a model the weights of another, from %s",
    async (name) => {
      const [from, to] = [net(), net()];
      const path = join(folder, name);
      if (name.startsWith("m.")) await from.save(path);
      else await from.saveWeights(path, name.endsWith(".json") ? { maxShardSize: 70 / 2 ** 30 } : {});
      await to.loadWeights(path);
      expect(to.getWeights()).toEqual(from.getWeights());
    },
  );

  it.each(["w.weights.h5", "w.safetensors", "w.npz", "w.weights.json"])(
    "take the optimizer's state along in %s, also into a model that was only compiled",
    async (name) => {
      const from = net();
      from.compile({ optimizer: "adam", loss: "mse" });
      for (let i = 0; i < 3; i++) await from.trainOnBatch(x, y);
      const path = join(folder, name);
      await from.saveWeights(path, name.endsWith(".json") ? { maxShardSize: 100 / 2 ** 30 } : {});
      const to = net();
      to.compile({ optimizer: "adam", loss: "mse" });
      await to.loadWeights(path);
      expect(await to.trainOnBatch(x, y)).toBe(await from.trainOnBatch(x, y));
      expect(await to.trainOnBatch(x, y)).toBe(await from.trainOnBatch(x, y));
    },
  );

  it("work for sub-classed models", async () => {
    class Two extends Model<Tensor, Tensor> {
      readonly first = new Dense({ units: 3 });
      readonly rest = [new Dense({ units: 2 }), { deep: new Dense({ units: 1 }) }] as const;
      override call(inputs: Tensor): Tensor {
        return this.rest[1].deep(this.rest[0](this.first(inputs))) as Tensor & Inputs;
      }
    }
    const [from, to] = [new Two(), new Two()];
    const wanted = await from.predict(x);
    await to.predict(x);
    await from.saveWeights(join(folder, "two.weights.h5"));
    await to.loadWeights(join(folder, "two.weights.h5"));
    expect((await to.predict(x)).toArray()).toEqual(wanted.toArray());
  });

  it("find layers by their names in legacy files", async () => {
    const from = net();
    const path = join(folder, "m.h5");
    await from.save(path);
    const to = new Sequential([
      Input({ shape: [4] }),
      new Dense({ units: 2, name: "out" }),
      new Dense({ units: 2, name: "new" }),
    ]);
    const fresh = to.getWeights();
    await to.loadWeights(path, { byName: true });
    expect(to.getWeights()).toEqual([...from.getWeights().slice(2), ...fresh.slice(2)]);
  });

  it("pass over what does not fit where they are told to", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const [from, to] = [net(2), net(5)];
    const path = join(folder, "w.weights.h5");
    await from.saveWeights(path);
    const fresh = to.getWeights();
    await to.loadWeights(path, { skipMismatch: true });
    expect(to.getWeights()).toEqual([...from.getWeights().slice(0, 2), ...fresh.slice(2)]);
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^Passed over what does not fit\. Cannot load the weights of Dense "out": variable 0 /,
    );
  });
});

describe("saveWeights and loadWeights", () => {
  it("take the name of a whole file for split weights, with a warning as in Keras", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const [from, to] = [net(), net()];
    await from.saveWeights(join(folder, "v.weights.h5"), { maxShardSize: 1 });
    expect(warn.mock.calls).toEqual([['Sharded weights are saved to "v.weights.json": their file ends in `.json`.']]);
    await to.loadWeights(join(folder, "v.weights.json"));
    expect(to.getWeights()).toEqual(from.getWeights());
  });

  it("count all shards towards `maxBytes`", async () => {
    const from = net();
    const path = join(folder, "w.weights.json");
    await from.saveWeights(path, { maxShardSize: 70 / 2 ** 30 });
    await expect(from.loadWeights(path, { maxBytes: 12_000 })).rejects.toThrow(/limit of \d+ bytes/);
  });
});

describe("saveWeights and loadWeights refuse", () => {
  it("shards without a name or a size", async () => {
    const action = 'Cannot save the weights of Sequential "net"';
    await expect(net().saveWeights("w.weights.json")).rejects.toThrow(
      says(
        OptionError,
        `${action}: the filename must end in \`.weights.h5\` (or in \`.safetensors\`, or \`.npz\`), received "w.weights.json"\n\`.weights.json\` is for weights that are split: say \`maxShardSize\`.`,
      ),
    );
    await expect(net().saveWeights("w.json", { maxShardSize: 1 })).rejects.toThrow(
      says(
        OptionError,
        `${action}: the filename must end in \`.weights.json\` when \`maxShardSize\` is specified, received "w.json"`,
      ),
    );
    await expect(net().saveWeights("w.weights.json", { maxShardSize: 0 })).rejects.toThrow(
      says(OptionError, `${action}: \`maxShardSize\` must be a number of gigabytes above 0, received 0`),
    );
  });

  it("another ending", async () => {
    await expect(net().saveWeights("a.bin")).rejects.toThrow(
      says(
        OptionError,
        'Cannot save the weights of Sequential "net": the filename must end in `.weights.h5` (or in `.safetensors`, or `.npz`), received "a.bin"',
      ),
    );
  });

  it("models that are not built", async () => {
    const model = new Sequential([new Dense({ units: 1 })], { name: "young" });
    await expect(model.saveWeights("a.weights.h5")).rejects.toThrow(
      says(
        StateError,
        'Cannot save the weights of Sequential "young": it must have been built\nYou are saving a model that has not yet been built. Call it on data before, or its `build` with a shape.',
      ),
    );
    await expect(model.loadWeights("a.weights.h5")).rejects.toThrow(
      says(
        StateError,
        'Cannot load the weights of Sequential "young": it must have been built\nYou are loading weights into a model that has not yet been built. Call it on data before, or its `build` with a shape.',
      ),
    );
  });

  it("another shape, and change nothing then", async () => {
    const path = join(folder, "w.weights.h5");
    await net(2).saveWeights(path);
    const to = net(5);
    const before = to.getWeights();
    await expect(to.loadWeights(path)).rejects.toThrow(
      says(
        LoadingError,
        'Cannot load the weights of Dense "out": variable 0 ("net/out/kernel") must have shape [4, 5], received a value of shape [4, 2]',
      ),
    );
    expect(to.getWeights()).toEqual(before);
  });

  it("names where weights lie by place, and unknown options", async () => {
    const path = join(folder, "w.weights.h5");
    await net().saveWeights(path);
    await expect(net().loadWeights(path, { byName: true })).rejects.toThrow(
      says(
        OptionError,
        'Cannot load the weights of Sequential "net": `byName` is for legacy .h5 files only: others hold weights by their place, received true',
      ),
    );
    await expect(net().loadWeights(path, { by_name: false } as never)).rejects.toThrow(
      says(
        OptionError,
        'Cannot load the weights of Sequential "net": unknown option `by_name`\nKnown options: byName, skipMismatch, objectsToSkip, signal, onProgress, maxBytes.',
      ),
    );
  });
});

describe("objectsToSkip", () => {
  const trained = async () => {
    const model = net();
    model.compile({ optimizer: "adam", loss: "mse" });
    await model.trainOnBatch(x, y);
    return model;
  };

  it("leaves layers and the optimizer out of a file, which then lacks them", async () => {
    const model = await trained();
    const path = join(folder, "w.npz");
    await model.saveWeights(path, { objectsToSkip: [model.getLayer("hidden"), model.optimizer] });
    const to = net();
    await expect(to.loadWeights(path)).rejects.toThrow(
      'Cannot load the weights of Dense "hidden": it expects 2 variables (kernel, bias), received a file that has 0',
    );
    await to.loadWeights(path, { objectsToSkip: [to.getLayer("hidden")] });
    expect(to.getLayer("out").getWeights()).toEqual(model.getLayer("out").getWeights());
  });

  it("leaves layers and the optimizer as they are when weights are loaded", async () => {
    const [from, to] = [await trained(), await trained()];
    await from.trainOnBatch(x, y);
    const path = join(folder, "w.weights.h5");
    await from.saveWeights(path);
    const before = to.getLayer("hidden").getWeights();
    await to.loadWeights(path, { objectsToSkip: [to.getLayer("hidden"), to.optimizer] });
    expect(to.getLayer("hidden").getWeights()).toEqual(before);
    expect(to.getLayer("out").getWeights()).toEqual(from.getLayer("out").getWeights());
    expect(to.optimizer.iterations.numpy().item()).toBe(1n);
  });

  it("is a list of layers and optimizers", async () => {
    const model = net();
    await expect(model.saveWeights("w.weights.h5", { objectsToSkip: ["out"] as never })).rejects.toEqual(
      says(
        OptionError,
        'Cannot save the weights of Sequential "net": `objectsToSkip` must be a list of layers and optimizers, received "out"',
      ),
    );
  });
});
