import {
  Configured,
  Deserializer,
  isSerializedObject,
  type SerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import { Missing } from "./outcome.ts";
import type { Packages } from "./packages.ts";

/** Makes what a config of Keras describes; a class or an op that no package exports is missing. */
export function objectFromConfig<T = unknown>(packages: Packages, config: unknown): T {
  requireClasses(packages, config);
  return deserialize(packages, config) as T; // the case says what it describes
}

/** The same without asking whether its classes exist: where a config is to be refused. */
export function deserialize(packages: Packages, config: unknown): unknown {
  return new Deserializer({ catalogue: packages.catalogue }).deserialize(config);
}

/** Throws `Missing` for the first class, op or activation in a config that no package exports. */
export function requireClasses(packages: Packages, config: unknown): void {
  if (Array.isArray(config)) for (const part of config) requireClasses(packages, part);
  else if (typeof config === "object" && config !== null) {
    if (isSerializedObject(config)) requireClass(packages, config);
    for (const [key, part] of Object.entries(config)) {
      if (/(^|_)activation$/.test(key) && typeof part === "string") requireActivation(packages, part);
      else requireClasses(packages, part);
    }
  }
}

function requireClass(packages: Packages, { module, class_name }: SerializedObject): void {
  // plain values in Keras' form
  if (class_name === "function" || class_name.startsWith("__") || class_name === "DTypePolicy") return;
  const { catalogue } = packages;
  if (catalogue.find(class_name, module ?? null, Configured)) return;
  if (typeof module === "string" && catalogue.findOp(class_name, module)) return;
  // a package that cannot be imported may hold it: that is an error of its own
  packages.namespace(packageOf(module ?? "keras"));
  throw new Missing(`${module ?? "keras"}.${class_name}`);
}

/** The package in which a class of one of Keras' modules belongs. */
function packageOf(module: string): string {
  const [, first = "models", second = ""] = module.split(".");
  return first === "src" ? second : first;
}

function requireActivation(packages: Packages, name: string): void {
  const camel = name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const found = packages.find("activations", camel, name);
  if (found === undefined) throw new Missing(`activations.${name}`);
}

/** What Keras' form of an object is here, without what the stored config leaves out on purpose. */
export function serializedLike(object: unknown, config: unknown): unknown {
  const written = serializeKerasObject(object);
  if (!isSerializedObject(written) || !isSerializedObject(config) || "build_config" in config) return written;
  // how an object was built is not part of every stored config
  const { build_config: _, ...rest } = written;
  return rest;
}
