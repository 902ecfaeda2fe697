import { existsSync } from "node:fs";
import { camelCase } from "@hornbeam/core";
import { Missing } from "./outcome.ts";
import type { Packages } from "./packages.ts";

/** A file in the place of one that a loader downloads. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly fileHash: string;
}
type Options = Readonly<Record<string, unknown>>;
type Load = (files: readonly SourceFile[], args: Options) => unknown;
type Internal = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A function of a source and of the loader's own options; archives have names that cannot be chosen. */
const sourced =
  (name: string, kind: "file" | "archive" = "file") =>
  (internal: Internal): Load =>
  (files, args) => {
    const { name: file, fileHash } = files[0]!;
    const from = internal[name] as (source: object, options: object) => unknown;
    return from({ origin: `http://127.0.0.1:9/${file}`, fileHash }, kind === "file" ? { ...args, path: file } : args);
  };

/**
 * Public loaders know the hash of the real file, which no other file has. Their innermost functions take the hash:
 * the module below `packages/datasets/src`, and how it is called.
 */
const internals: Readonly<Record<string, { readonly module: string; readonly call: (internal: Internal) => Load }>> = {
  "mnist.load_data": { module: "mnist/_from-npz.ts", call: sourced("mnistFrom") },
  "boston_housing.load_data": { module: "boston-housing/load-data.ts", call: sourced("bostonHousingFrom") },
  "california_housing.load_data": { module: "california-housing/load-data.ts", call: sourced("californiaHousingFrom") },
  "cifar10.load_data": { module: "cifar10/load-data.ts", call: sourced("cifar10From", "archive") },
  "cifar100.load_data": { module: "cifar100/load-data.ts", call: sourced("cifar100From", "archive") },
  "imdb.load_data": { module: "imdb/load-data.ts", call: sourced("imdbFrom") },
  "imdb.get_word_index": { module: "sequences/_word-index.ts", call: sourced("wordIndexFrom") },
  "reuters.load_data": { module: "reuters/load-data.ts", call: sourced("reutersFrom") },
  "reuters.get_word_index": { module: "sequences/_word-index.ts", call: sourced("wordIndexFrom") },
};

/** The loader of a data set: its public function must exist, and what it is made of takes the files of the case. */
export async function datasetLoader(packages: Packages, loader: string, called: string): Promise<Load> {
  const namespace = packages.find("datasets", camelCase(loader)) as Internal | undefined;
  const open = namespace?.[camelCase(called)];
  if (!open) throw new Missing(`datasets.${camelCase(loader)}.${camelCase(called)}`);
  const options = (args: Options): Options =>
    Object.fromEntries(Object.entries(args).map(([key, value]) => [camelCase(key), value]));
  const internal = internals[`${loader}.${called}`];
  if (!internal) return (_, args) => (open as (options: Options) => unknown)(options(args));
  const url = new URL(`../../../../packages/datasets/src/${internal.module}`, import.meta.url);
  if (!existsSync(url))
    throw new TypeError(`${internal.module} is gone: say in dataset-loaders.ts what took its place`);
  const load = internal.call((await import(url.href)) as Internal);
  return (files, args) => load(files, options(args));
}
