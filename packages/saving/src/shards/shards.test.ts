import { NDArray, OptionError, StateError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "../files/memory-store.ts";
import { type Hdf5Dataset, type Hdf5Group, hdf5Dataset, hdf5Group, readHdf5, writeHdf5 } from "../hdf5/index.ts";
import { LoadingError } from "../loading-error.ts";
import { loadShards } from "./load-shards.ts";
import { saveShards } from "./save-shards.ts";

const action = "try it";
const floats = (...values: number[]) => hdf5Dataset(NDArray.from(values));
const state = (first = 1) =>
  hdf5Group([
    ["vars", hdf5Group([], [["name", "model"]])],
    ["layers", hdf5Group([["dense", hdf5Group([["vars", hdf5Group([["0", floats(first, 2)], ["1", floats(3)]], [["name", "dense"]])]])]])],
    ["optimizer", hdf5Group([["vars", hdf5Group([["0", floats(4, 5)]])]])],
  ]); // biome-ignore format: one line a group

const text = (bytes: unknown) => JSON.parse(new TextDecoder().decode(bytes as Uint8Array));
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const at = (group: Hdf5Group, path: string) =>
  path.split("/").reduce<Hdf5Group | Hdf5Dataset>((node, name) => (node as Hdf5Group).entries.get(name)!, group);
const values = (group: Hdf5Group, path: string) => [...(at(group, path) as Hdf5Dataset).read().data];
const load = async (store: MemoryStore, maxBytes?: number) =>
  loadShards(store.file("w.weights.json"), await store.file("w.weights.json").read({ action }), { action, maxBytes });
const errorOf = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: Error) => error,
  );

describe("saveShards", () => {
  it("begins another file where a weight does not fit, and says as Keras does what is where", async () => {
    const store = new MemoryStore();
    await saveShards(store.file("w.weights.json"), state(), { action, maxBytes: 16 });
    expect(await store.list()).toEqual(["w.weights.json", "w_00000.weights.h5", "w_00001.weights.h5"]);
    expect(text(store.files.get("w.weights.json"))).toEqual({
      metadata: { total_size: 20 },
      weight_map: {
        "/layers/dense/vars": ["w_00000.weights.h5"],
        "/optimizer/vars": "w_00001.weights.h5",
      },
    });
    const first = readHdf5(store.files.get("w_00000.weights.h5") as Uint8Array);
    expect(at(first, "layers/dense/vars").attributes.get("name")).toBe("dense");
    expect(at(first, "vars").attributes.get("name")).toBe("model");
    const all = await load(store);
    expect(values(all, "layers/dense/vars/0")).toEqual([1, 2]);
    expect(values(all, "optimizer/vars/0")).toEqual([4, 5]);
  });

  it("splits a group, and finds it together again", async () => {
    const store = new MemoryStore();
    await saveShards(store.file("w.weights.json"), state(), { action, maxBytes: 8 });
    expect(text(store.files.get("w.weights.json")).weight_map["/layers/dense/vars"]).toEqual([
      "w_00000.weights.h5",
      "w_00001.weights.h5",
    ]);
    expect(values(await load(store), "layers/dense/vars/1")).toEqual([3]);
  });

  it("never writes over shards that are in use, and removes them when they are not", async () => {
    const store = new MemoryStore();
    const file = store.file("w.weights.json");
    await saveShards(file, state(1), { action, maxBytes: 8 });
    const old = new Map(store.files);
    const half = new MemoryStore(Object.fromEntries(store.files));
    const broken = { ...half.file("w.weights.json"), write: () => Promise.reject(new Error("killed")) };
    await expect(saveShards(broken, state(7), { action, maxBytes: 8 })).rejects.toThrow("killed");
    for (const [name, bytes] of old) expect(half.files.get(name)).toEqual(bytes);
    expect(values(await load(half), "layers/dense/vars/0")).toEqual([1, 2]);

    await saveShards(file, state(7), { action, maxBytes: 8 });
    expect(values(await load(store), "layers/dense/vars/0")).toEqual([7, 2]);
    expect(await store.list()).toEqual([
      "w.weights.json",
      "w_00000.weights.h5", // empty: Keras opens it in any case
      "w_next_00000.weights.h5",
      "w_next_00001.weights.h5",
      "w_next_00002.weights.h5",
    ]);
    await saveShards(file, state(9), { action, maxBytes: 100 });
    expect(values(await load(store), "layers/dense/vars/0")).toEqual([9, 2]);
    expect(await store.list()).toEqual(["w.weights.json", "w_00000.weights.h5"]);
  });

  it("refuses a weight that is larger than a shard, and a place with one file only", async () => {
    const store = new MemoryStore();
    const error = await errorOf(saveShards(store.file("w.weights.json"), state(), { action, maxBytes: 7 }));
    expect(error).toBeInstanceOf(OptionError);
    expect(error.message).toBe(
      'Cannot try it: weight "layers/dense/vars/0" must fit into a shard of 7 bytes: it exceeds the maximum shard size, received bytes 8\nIncrease `maxShardSize`.',
    );
    expect(store.files.size).toBe(0);
    const alone = { name: "w.weights.json", read: async () => new Uint8Array() };
    expect((await errorOf(saveShards(alone, state(), { action, maxBytes: 100 }))).message).toBe(
      'Cannot try it: shards must go to a folder or a store, where files lie beside each other, received "w.weights.json"',
    );
    await saveShards(store.file("w.weights.json"), state(), { action, maxBytes: 100 });
    const again = saveShards(store.file("w.weights.json"), state(), { action, maxBytes: 100, overwrite: false });
    expect(await errorOf(again)).toBeInstanceOf(StateError);
  });
});

describe("loadShards refuses", () => {
  const shard = writeHdf5(hdf5Group([["vars", hdf5Group([["0", floats(1)]])]]));
  const refused = async (map: unknown, files: Record<string, Uint8Array> = {}, maxBytes?: number) => {
    const error = await errorOf(load(new MemoryStore({ "w.weights.json": json(map), ...files }), maxBytes));
    expect(error).toBeInstanceOf(LoadingError);
    return error.message;
  };

  it.each(["../w.h5", "/etc/passwd", "a\\b.h5", "https://x.test/w.h5", "..", ""])("the file %j", async (name) => {
    expect(await refused({ weight_map: { "/vars": name } })).toBe(
      `Cannot read the JSON of sharded weights: the file of "/vars" must be a name in the folder of the JSON, it leads outside, received ${JSON.stringify(name)}`,
    );
  });

  it("JSON of something else, and what is not JSON", async () => {
    expect(await refused({ layers: [] })).toBe(
      "Cannot read the JSON of sharded weights: it must be an object with a `weight_map`, which is missing",
    );
    const broken = new MemoryStore({ "w.weights.json": new TextEncoder().encode("{nothing") });
    expect((await errorOf(load(broken))).message).toMatch(/^Cannot read the JSON of sharded weights: it must be JSON/);
  });

  it("shards that are missing, lack a group, or hold a weight twice", async () => {
    expect(await refused({ weight_map: { "/vars": "a.h5" } })).toBe(
      'Cannot try it: the file must be in the store; it was not found, received "a.h5"',
    );
    expect(await refused({ weight_map: { "/layers/x/vars": "a.h5" } }, { "a.h5": shard })).toBe(
      'Cannot read the sharded weights: "a.h5" must have the group "layers/x/vars", which is missing',
    );
    const twice = { weight_map: { "/vars": ["a.h5", "b.h5"] } };
    expect(await refused(twice, { "a.h5": shard, "b.h5": shard })).toBe(
      'Cannot read the sharded weights: no weight must be in two shards, or twice in one, received "vars/0"',
    );
  });
});
