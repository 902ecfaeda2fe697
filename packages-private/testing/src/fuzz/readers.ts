import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { readEvents } from "@hornbeam/callbacks";
import { NDArray, parseJson } from "@hornbeam/core";
import { readNpy, readNpz, readPickle } from "@hornbeam/datasets";
import { BatchNormalization, Dense, Input } from "@hornbeam/layers";
import { loadModelFromBytes, modelFromJSON, modelFromYAML, Sequential, saveModelToBytes } from "@hornbeam/models";
import {
  MemoryStore,
  openNpz,
  readArchive,
  readHdf5,
  readKerasArchive,
  readSafetensors,
  writeArchive,
  writeKerasArchive,
  writeSafetensors,
} from "@hornbeam/saving";
import { readTar } from "@hornbeam/utils";
import { encodeRecord, readRecords } from "../../../../packages/callbacks/src/tensorboard/record.ts";
import { filesOf } from "../conformance/tar-reader.ts";

/** A reader of files, and good files to damage. */
export interface Reader {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /** Reads a file whole; what is read may have things to dispose of. */
  read(bytes: Uint8Array): unknown;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (words: string): Uint8Array => new TextEncoder().encode(words);
const latin1 = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words, "latin1"));

/** All readers of the project that take bytes from elsewhere. */
export async function readers(): Promise<Reader[]> {
  using model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 }), new BatchNormalization()]);
  model.compile({ optimizer: "adam", loss: "mse" });
  const keras = await saveModelToBytes(model);
  const h5 = await saveModelToBytes(model, { format: "h5" });
  const { config, weights } = readKerasArchive(keras);
  const { store, shards, split } = await splitWeights(model);
  const npz = readKerasArchive(await saveModelToBytes(model, { weightsFormat: "npz" })).weights;
  const archive = (parts: { config?: string; weights?: Uint8Array; weightsFormat?: "npz" }) =>
    writeKerasArchive({ config, weights, assets: new Map(), ...parts });
  // into a model of its own, which stays
  const other = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 }), new BatchNormalization()]);
  for (const { value } of other.weights) value.dataSync();
  const safetensors = writeSafetensors(new Map([["a", NDArray.from([[1, 2]])], ["b", NDArray.from([3])]])); // biome-ignore format: one line
  const json = bytesOf(model.toJSON());
  const pickles = [simplePickle, arrayPickle].map(latin1);
  const archives = [tarOf("a.txt", bytesOf("one")), gzipSync(tarOf("set/b.bin", pickles[0]!))];
  return [
    { name: "zip", seeds: [keras], read: (bytes) => [...readArchive(bytes).values()].map(({ read }) => read()) },
    { name: "hdf5", seeds: [weights, h5, ...hdf5Fixtures()], read: (bytes) => visit(readHdf5(bytes)) },
    { name: "model", seeds: [keras, h5], read: (bytes) => loadModelFromBytes(bytes) },
    // what stands in an archive, whose checksum would give it away
    { name: "weights in .keras", seeds: [weights], read: (bytes) => loadModelFromBytes(archive({ weights: bytes })) },
    { name: "config in .keras", seeds: [bytesOf(config)], read: (bytes) => loadModelFromBytes(archive({ config: text(bytes) })) }, // biome-ignore format: one line
    { name: "weights", seeds: [weights, h5, split], read: (bytes) => other.loadWeights(bytes) },
    { name: "weights in shards", seeds: [shards], read: (bytes) => other.loadWeights(withFile(store, "w.weights.json", bytes)) }, // biome-ignore format: one line
    { name: "a shard", seeds: [store.files.get(shard) as Uint8Array], read: (bytes) => other.loadWeights(withFile(store, shard, bytes)) }, // biome-ignore format: one line
    { name: "tfjs", seeds: [bytesOf(tfjsModel)], read: (bytes) => loadModelFromBytes({ "model.json": bytes, "weights.bin": new Uint8Array(12) }) }, // biome-ignore format: one line
    { name: "json", seeds: [json], read: (bytes) => parseJson(text(bytes)) },
    { name: "config", seeds: [json], read: (bytes) => modelFromJSON(text(bytes)) },
    { name: "yaml", seeds: [bytesOf(model.toYAML())], read: (bytes) => modelFromYAML(text(bytes)) },
    { name: "safetensors", seeds: [safetensors], read: readSafetensors },
    { name: "npy", seeds: [latin1(npy)], read: (bytes) => readNpy(bytes) },
    { name: "npz of weights", seeds: [npz], read: (bytes) => [...openNpz(bytes).values()].map(({ read }) => read()) },
    { name: "npy of weights", seeds: [latin1(npy)], read: (bytes) => openNpz(writeArchive([["x.npy", bytes]])).get("x")?.read() }, // biome-ignore format: one line
    { name: "npz in .keras", seeds: [npz], read: (bytes) => loadModelFromBytes(archive({ weights: bytes, weightsFormat: "npz" })) }, // biome-ignore format: one line
    { name: "npz", seeds: [writeArchive([["x.npy", latin1(npy)]])], read: (bytes) => readNpz(bytes) },
    { name: "pickle", seeds: pickles, read: (bytes) => readPickle(bytes) },
    { name: "tar", seeds: archives, read: (bytes) => readTar(bytes) },
    { name: "events", seeds: eventFiles(), read: (bytes) => readEvents(bytes) },
    { name: "records of events", seeds: eventFiles().flatMap((file) => [...readRecords(file)]), read: (bytes) => readEvents(encodeRecord(bytes)) }, // biome-ignore format: one line
  ];
}

const shard = "w_00001.weights.h5";

/** The same weights in other forms: split, and by names. */
async function splitWeights(model: Sequential): Promise<{ store: MemoryStore; shards: Uint8Array; split: Uint8Array }> {
  const store = new MemoryStore();
  await model.saveWeights(store.file("w.weights.json"), { maxShardSize: 60 / 2 ** 30 });
  await model.saveWeights(store.file("w.safetensors"));
  const file = (name: string) => store.files.get(name) as Uint8Array;
  return { store, shards: file("w.weights.json"), split: file("w.safetensors") };
}
/** The JSON of split weights, with one of the files replaced. */
function withFile(store: MemoryStore, name: string, bytes: Uint8Array) {
  return new MemoryStore({ ...Object.fromEntries(store.files), [name]: bytes }).file("w.weights.json");
}

/** Files that h5py made, with every structure that is read. */
function hdf5Fixtures(): Uint8Array[] {
  const folder = new URL("../../../../packages/saving/src/hdf5/fixtures/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".h5") && name !== "extensible-pages.h5");
  return names.map((name) => new Uint8Array(readFileSync(new URL(name, folder))));
}
/** Logs that Keras' callback wrote. */
function eventFiles(): Uint8Array[] {
  const files = filesOf(readFileSync(new URL("../../../../conformance/tensorboard.tar.gz", import.meta.url)));
  return [...files].filter(([name]) => name.includes(".tfevents.")).map(([, bytes]) => Uint8Array.from(bytes));
}

/** Reads all that is in a group, which reads nothing by itself. */
function visit(group: ReturnType<typeof readHdf5>): void {
  const open: (typeof group)[] = [group];
  for (let seen = 0; open.length > 0 && seen < 1000; seen++) {
    const { attributes, entries } = open.pop()!;
    for (const _ of attributes) seen++;
    for (const [, entry] of entries) {
      if (entry.kind === "group") open.push(entry);
      else entry.read();
    }
  }
}

const npy = "\x93NUMPY\x01\x00\x3a\x00{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }\n\x01\x00\x02\x00";
const simplePickle =
  "\x80\x02}q\x00(U\x06labelsq\x01]q\x02(K\x06K\x09eX\x01\x00\x00\x00fq\x03G\x3f\xf8\x00\x00\x00\x00\x00\x00\x85u.";
const arrayPickle =
  "\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x00cnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x02K\x02\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x04\x01\x02\x03\x04tb.";
const tfjsModel = JSON.stringify({
  format: "layers-model",
  modelTopology: {
    class_name: "Sequential",
    config: { layers: [{ class_name: "Dense", config: { name: "out", units: 1, batch_input_shape: [null, 2] } }] },
  },
  weightsManifest: [
    {
      paths: ["weights.bin"],
      weights: [
        { name: "out/kernel", shape: [2, 1], dtype: "float32" },
        { name: "out/bias", shape: [1], dtype: "float32" },
      ],
    },
  ],
});

function tarOf(name: string, content: Uint8Array): Uint8Array {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(content.length.toString(8).padStart(11, "0"), 124);
  block.write("        0", 148);
  block.write("ustar\x0000", 257);
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148); // biome-ignore format: one line
  const data = Buffer.alloc(512);
  data.set(content);
  return Uint8Array.from(Buffer.concat([block, data, Buffer.alloc(1024)]));
}
