import {
  Constraint,
  type CustomObjects,
  Deserializer,
  getRegisteredObject,
  isSerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import { type ConstraintClass, catalogue, identifiers } from "./catalogue.ts";
import type { ConstraintFunction, ConstraintIdentifier } from "./identifiers.ts";

/**
 * The constraint that a name, a config, a class or a function stands for.
 *
 * @throws {OptionError} when there is no such constraint.
 * @see {@link https://keras.io/api/layers/constraints/ | keras.constraints.get}
 * @example
 * get("max_norm") instanceof MaxNorm; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: ConstraintIdentifier): Constraint | ConstraintFunction;
export function get(identifier: ConstraintIdentifier | null | undefined): Constraint | ConstraintFunction | null;
export function get(identifier: ConstraintIdentifier | null | undefined): Constraint | ConstraintFunction | null {
  if (identifier === null || identifier === undefined) return null;
  if (identifier instanceof Constraint) return identifier;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found =
    typeof identifier === "string" ? (getRegisteredObject(identifier) ?? identifiers().find(identifier)) : identifier;
  if (isConstraintClass(found)) return new found();
  if (typeof found === "function") return found as ConstraintFunction;
  throw identifiers().unknown(identifier);
}

/**
 * A constraint in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/layers/constraints/ | keras.constraints.serialize}
 * @example
 * serialize(new MaxNorm()).class_name; // "MaxNorm"
 */
export function serialize(constraint: Constraint | ConstraintFunction): unknown {
  return serializeKerasObject(constraint);
}

/**
 * The constraint that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known.
 * @throws {OptionError} when it describes no constraint.
 * @see {@link https://keras.io/api/layers/constraints/ | keras.constraints.deserialize}
 * @example
 * deserialize({ class_name: "MaxNorm", config: { max_value: 3 } }); // a MaxNorm
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): Constraint | ConstraintFunction {
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).deserialize(config, Constraint);
  const resolved = typeof found === "string" ? identifiers().find(found) : found;
  if (resolved instanceof Constraint) return resolved;
  if (isConstraintClass(resolved)) return new resolved();
  if (typeof resolved === "function") return resolved as ConstraintFunction;
  throw identifiers().unknown(config);
}

function isConstraintClass(value: unknown): value is ConstraintClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Constraint;
}
