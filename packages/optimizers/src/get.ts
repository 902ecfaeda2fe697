import {
  type CustomObjects,
  classNameOf,
  Deserializer,
  getRegisteredObject,
  isSerializedObject,
  Optimizer,
  type SerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import { catalogue, identifiers, type OptimizerClass } from "./catalogue.ts";
import type { OptimizerIdentifier } from "./identifiers.ts";

/**
 * The optimizer that a name, a config, a class or an optimizer stands for. A name makes a new one with its defaults.
 *
 * @throws {OptionError} when there is no such optimizer.
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.get}
 * @example
 * get("adam") instanceof Adam; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: OptimizerIdentifier): Optimizer;
export function get(identifier: OptimizerIdentifier | null | undefined): Optimizer | null;
export function get(identifier: OptimizerIdentifier | null | undefined): Optimizer | null {
  if (identifier === null || identifier === undefined) return null;
  if (identifier instanceof Optimizer) return identifier;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found = typeof identifier === "string" ? classOf(identifier) : identifier;
  if (isOptimizerClass(found)) return new found();
  throw identifiers().unknown(identifier);
}

/**
 * An optimizer in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.serialize}
 * @example
 * serialize(new Adam()).class_name; // "Adam"
 */
export function serialize(optimizer: Optimizer): SerializedObject {
  return serializeKerasObject(optimizer) as SerializedObject; // of an object with a config
}

/**
 * The optimizer that Keras' JSON form describes; its class may be named in any case.
 *
 * @throws {ConfigError} when the class is not known, or is no optimizer.
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.deserialize}
 * @example
 * deserialize({ class_name: "adam", config: { learning_rate: 0.01 } }); // an Adam
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): Optimizer {
  const reading = new Deserializer({ catalogue: catalogue(), customObjects });
  const family = { parent: Optimizer, expects: "an optimizer" };
  return reading.resolve(canonical(config, customObjects), family) as Optimizer; // what `resolve` checked
}

function classOf(name: string): unknown {
  return getRegisteredObject(name) ?? known(name) ?? identifiers().find(name);
}
function known(name: string): OptimizerClass | undefined {
  const lower = name.toLowerCase();
  return [...identifiers().names].includes(lower) ? identifiers().find(lower) : undefined;
}

/** The class by its own name, whatever the case in which it is given. */
function canonical(config: unknown, customObjects: CustomObjects): unknown {
  if (!isSerializedObject(config) || Object.hasOwn(customObjects, config.class_name)) return config;
  const Class = known(config.class_name);
  return Class ? { ...config, class_name: classNameOf(Class) } : config;
}

function isOptimizerClass(value: unknown): value is OptimizerClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Optimizer;
}
