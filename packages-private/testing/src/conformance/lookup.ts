import { camelCase } from "@hornbeam/core";
import { Missing } from "./outcome.ts";
import type { Packages } from "./packages.ts";

/** Keras' names whose counterpart is not simply their camelCase. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  "backend.result_type": ["ops.resultType", "core.resultType", "utils.resultType"],
  "backend.standardize_dtype": ["core.standardizeDType"],
  "tree.flatten": ["utils.tree.flatten"],
  "tree.is_nested": ["utils.tree.isNested"],
  "tree.map_structure": ["utils.tree.mapStructure"],
  "tree.pack_sequence_as": ["utils.tree.packSequenceAs"],
  "utils.set_random_seed": ["utils.setRandomSeed", "core.setRandomSeed"],
  "models.model_from_json": ["models.modelFromJSON"],
  "ops.var": ["ops.var", "ops.variance"],
  "ops.switch": ["ops.switch", "ops.switchCase"],
  "utils.FeatureSpace": ["models.FeatureSpace"],
  Model: ["models.Model"],
  Sequential: ["models.Sequential"],
  Variable: ["core.Variable"],
  Input: ["layers.Input"],
};

/** The counterpart of what Keras calls `ops.image.resize`, `layers.Dense`, `utils.pad_sequences`. */
export function lookup(packages: Packages, kerasName: string): unknown {
  for (const path of renamed[kerasName] ?? pathsOf(kerasName)) {
    const [name, ...rest] = path.split(".");
    let found: unknown = packages.namespace(name!);
    for (const key of rest) found = (found as Record<string, unknown> | undefined)?.[key];
    if (found !== undefined) return found;
  }
  throw new Missing(kerasName);
}

type AnyFunction = (...args: unknown[]) => unknown;
export type AnyClass = (new (options?: unknown) => object) & { readonly name: string };

export function lookupFunction(packages: Packages, kerasName: string): AnyFunction {
  const found = lookup(packages, kerasName);
  if (typeof found === "function") return found as AnyFunction;
  throw new TypeError(`${kerasName} is not a function`);
}

export function lookupClass(packages: Packages, kerasName: string): AnyClass {
  return lookupFunction(packages, kerasName) as unknown as AnyClass; // classes are functions; `new` tells which
}

/** `ops.image.resize` may stand in a namespace of its own or among the ops themselves. */
function pathsOf(kerasName: string): string[] {
  const parts = kerasName.split(".").map((part) => (/^[A-Z]/.test(part) ? part : camelCase(part)));
  return parts.length > 2 ? [parts.join("."), `${parts[0]}.${parts.at(-1)}`] : [parts.join(".")];
}
