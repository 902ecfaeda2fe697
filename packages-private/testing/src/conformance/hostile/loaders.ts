import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { NDArray } from "@hornbeam/core";
import type { AnyModel } from "../models.ts";
import { Missing } from "../outcome.ts";
import type { PackageName, Packages } from "../packages.ts";
import { decodeArray, type EncodedTensor } from "../values.ts";

type Expected = Readonly<Record<string, unknown>>;
type AnyFunction = (...args: unknown[]) => unknown;

/** How files of a kind are read: from bytes, by a path, or both, and what of the result is compared. */
export interface Loader {
  readonly fromBytes?: (bytes: Uint8Array, path: string) => Promise<unknown>;
  readonly fromPath?: (path: string) => Promise<unknown>;
  /** What was loaded, in the form of `expected`. */
  describe(loaded: unknown, expected: Expected): Promise<unknown> | unknown;
}

export interface LoaderNeeds {
  readonly packages: Packages;
  /** The text of the configuration to load weights into. */
  readonly target: string | undefined;
  /** A folder to extract into. */
  readonly folder: string;
}

/** Packages in which a loader is: no others are loaded for it. */
export function packagesOf(kind: string): readonly ["core", ...PackageName[]] {
  if (/^(model|weights|.*-config)$/.test(kind)) return ["core", "models"];
  return kind === "safetensors" ? ["core", "saving"] : ["core"];
}

/** The loader of a case; `Missing` where the project has none. */
export async function loaderOf(kind: string, file: string, needs: LoaderNeeds): Promise<Loader> {
  const make = loaders[kind];
  if (!make) throw new TypeError(`The loader "${kind}" is not known`);
  // data sets that hold objects are read by the restricted unpickler
  if (kind === "npz" && /ragged/.test(file)) await internal(["datasets/src/pickle/read-pickle.ts"], "readPickle");
  return await make(needs);
}

const loaders: Readonly<Record<string, (needs: LoaderNeeds) => Loader | Promise<Loader>>> = {
  model: ({ packages }) => {
    const load = packages.get("models", "loadModel") as AnyFunction;
    const loadBytes = packages.get("models", "loadModelFromBytes") as AnyFunction;
    return {
      fromBytes: async (bytes) => loadBytes(bytes),
      fromPath: async (path) => load(path),
      describe: describeModel,
    };
  },
  weights: ({ packages, target }) => {
    const fromJSON = packages.get("models", "modelFromJSON") as AnyFunction;
    const into = async (from: unknown): Promise<AnyModel> => {
      const model = (await fromJSON(target)) as AnyModel;
      await model.loadWeights(from as string);
      return model;
    };
    return { fromBytes: into, fromPath: into, describe: describeModel };
  },
  "json-config": ({ packages }) => textLoader(packages.get("models", "modelFromJSON") as AnyFunction),
  "yaml-config": ({ packages }) => textLoader(packages.get("models", "modelFromYAML", "modelFromYaml") as AnyFunction),
  npy: async () => {
    const readNpy = await internal(["datasets/src/npz/read-npy.ts"], "readNpy");
    return { fromBytes: async (bytes) => readNpy(bytes), describe: (array) => ({ array }) };
  },
  npz: async () => {
    const readNpz = await internal(["datasets/src/npz/read-npz.ts"], "readNpz");
    return { fromBytes: async (bytes) => readNpz(bytes), describe: (arrays) => ({ arrays: entriesOf(arrays) }) };
  },
  pickle: async () => {
    const readPickle = await internal(["datasets/src/pickle/read-pickle.ts"], "readPickle");
    return { fromBytes: async (bytes) => readPickle(bytes), describe: (value) => ({ entries: entriesOf(value) }) };
  },
  tar: async ({ folder }) => {
    const readTar = await internal(["utils/src/tar/read-tar.ts", "datasets/src/tar/read-tar.ts"], "readTar");
    const text = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString("utf8");
    return {
      fromBytes: async (bytes) => readTar(bytes, { folder }),
      describe: (files) => ({ entries: entriesOf(files).map(([name, bytes]) => [name, text(bytes)]) }),
    };
  },
  events: async () => {
    const readEvents = await internal(["callbacks/src/tensorboard/read-events.ts", "viz/src/board/read-events.ts"], "readEvents"); // biome-ignore format: one line
    return { fromBytes: async (bytes) => readEvents(bytes), describe: scalarsOf };
  },
  safetensors: ({ packages }) => {
    const read = packages.get("saving", "readSafetensors") as AnyFunction;
    return { fromBytes: async (bytes) => read(bytes), describe: (arrays) => ({ arrays: entriesOf(arrays) }) };
  },
};

/** A function that no package exports, by its module below `packages/`. */
async function internal(modules: readonly string[], name: string): Promise<AnyFunction> {
  for (const module of modules) {
    const url = new URL(`../../../../../packages/${module}`, import.meta.url);
    if (!existsSync(url)) continue;
    const found = ((await import(url.href)) as Readonly<Record<string, unknown>>)[name];
    if (typeof found === "function") return found as AnyFunction;
  }
  throw new Missing(`${modules[0]}: ${name}`);
}

/** The file's bytes are the text. */
function textLoader(read: AnyFunction): Loader {
  const load = async (bytes: Uint8Array): Promise<unknown> =>
    read(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  return {
    fromBytes: load,
    fromPath: async (path) => load(await readFile(path)),
    describe: (loaded) => {
      const model = loaded as AnyModel;
      const layers = model.layers.filter(
        (layer) => !/^InputLayer/.test(String(Object.prototype.toString.call(layer)).slice(8)),
      );
      return { layers: layers.map(({ name }) => name), parameters: model.countParams() };
    },
  };
}

async function describeModel(loaded: unknown, expected: Expected): Promise<unknown> {
  const model = loaded as AnyModel;
  const weights: NDArray[] = model.getWeights();
  if (!("inputs" in expected)) return { weights };
  const inputs = (expected["inputs"] as readonly EncodedTensor[]).map(decodeArray);
  const outputs = await model.predict(inputs.length === 1 ? inputs[0] : inputs, { verbose: 0 });
  return { weights, inputs, outputs: Array.isArray(outputs) ? outputs : [outputs] };
}

/** What TensorBoard's reader would show as scalars: tag, step, value. */
function scalarsOf(loaded: unknown): unknown {
  const { fileVersion, events } = loaded as EventFile;
  const scalars = events.flatMap(({ step, values }) => values.map(({ tag, scalar }) => [tag, step, scalar]));
  return { fileVersion, scalars };
}
interface EventFile {
  readonly fileVersion: string | null;
  readonly events: readonly {
    readonly step: number;
    readonly values: readonly { tag: string; scalar: number | null }[];
  }[];
}

function entriesOf(value: unknown): [unknown, unknown][] {
  return value instanceof Map ? [...value] : Object.entries(value as object);
}
