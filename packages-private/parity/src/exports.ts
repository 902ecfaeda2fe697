import { camelCase } from "@hornbeam/core";
import * as viz from "@hornbeam/viz";
import * as hornbeam from "hornbeam";
import type { KerasName } from "./keras-api.ts";

/** What stands here for a name of Keras: where it is found, and the value itself. */
export interface Found {
  readonly path: string;
  readonly value: unknown;
}

/** Modules whose names are elsewhere here than in Keras. */
const homes: Readonly<Record<string, object>> = {
  "keras.visualization": viz,
  "keras.preprocessing.image": hornbeam.utils,
};

/** Looks a name up in the umbrella package, in Keras' spelling and in ours. */
export function find({ module, name }: KerasName): Found | undefined {
  const home = homes[module];
  if (home) return within(home, name.split("."), module.slice("keras.".length));
  const path = [...module.split(".").slice(1), ...name.split(".")];
  return within(hornbeam, path, "");
}

function within(namespace: object, path: readonly string[], prefix: string): Found | undefined {
  let value: unknown = namespace;
  const names: string[] = prefix === "" ? [] : [prefix];
  for (const step of path) {
    const spelt = spellings(step).find((spelling) => spelling in Object(value));
    if (spelt === undefined) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[spelt];
    names.push(spelt);
  }
  return { path: names.join("."), value };
}

/** `model_from_json` is `modelFromJSON`: abbreviations are written in capitals. */
function spellings(name: string): string[] {
  const camel = camelCase(name);
  return [camel, camel.replace(/(?<=[a-z])(Json|Yaml)$/, (word) => word.toUpperCase()), name];
}
