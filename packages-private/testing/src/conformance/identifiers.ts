import { camelCase } from "@hornbeam/core";
import { Missing } from "./outcome.ts";
import type { Packages } from "./packages.ts";

/** Names of `compile` that stand for no class of their own. */
const special = new Set(["accuracy", "acc", "crossentropy", "ce", "auto"]);

/** Throws `Missing` for a loss, metric or optimizer that a compile config names and no package exports. */
export function requireIdentifiers(packages: Packages, config: Readonly<Record<string, unknown>>): void {
  const families = { loss: "losses", metrics: "metrics", weighted_metrics: "metrics", optimizer: "optimizers" };
  for (const [key, family] of Object.entries(families)) {
    for (const name of stringsIn(config[key])) {
      if (!special.has(name.toLowerCase()) && !resolves(packages, family, name)) throw new Missing(`${family}.${name}`);
    }
  }
}

/** Whether a package knows a name, or exports it: a name that it exports and does not resolve is an error, not missing. */
function resolves(packages: Packages, family: string, name: string): boolean {
  const namespace = packages.namespace(family);
  if (Object.hasOwn(namespace, name) || Object.hasOwn(namespace, camelCase(name))) return true;
  const get = namespace["get"] as ((name: string) => unknown) | undefined;
  if (!get) return false;
  try {
    return get(name) !== null;
  } catch {
    return false;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (typeof value !== "object" || value === null || "class_name" in value) return [];
  return Object.values(value).flatMap(stringsIn);
}
