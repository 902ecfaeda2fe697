import {
  type CustomObjects,
  Deserializer,
  getRegisteredObject,
  isSerializedObject,
  Regularizer,
  serializeKerasObject,
} from "@hornbeam/core";
import { catalogue, identifiers, type RegularizerClass } from "./catalogue.ts";
import type { RegularizerFunction, RegularizerIdentifier } from "./identifiers.ts";

/**
 * The regularizer that a name, a config, a class or a function stands for.
 *
 * @throws {OptionError} when there is no such regularizer.
 * @see {@link https://keras.io/api/layers/regularizers/ | keras.regularizers.get}
 * @example
 * get("l2") instanceof L2; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: RegularizerIdentifier): Regularizer | RegularizerFunction;
export function get(identifier: RegularizerIdentifier | null | undefined): Regularizer | RegularizerFunction | null;
export function get(identifier: RegularizerIdentifier | null | undefined): Regularizer | RegularizerFunction | null {
  if (identifier === null || identifier === undefined) return null;
  if (identifier instanceof Regularizer) return identifier;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found =
    typeof identifier === "string" ? (getRegisteredObject(identifier) ?? identifiers().find(identifier)) : identifier;
  if (isRegularizerClass(found)) return new found();
  if (typeof found === "function") return found as RegularizerFunction;
  throw identifiers().unknown(identifier);
}

/**
 * A regularizer in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/layers/regularizers/ | keras.regularizers.serialize}
 * @example
 * serialize(new L2()).class_name; // "L2"
 */
export function serialize(regularizer: Regularizer | RegularizerFunction): unknown {
  return serializeKerasObject(regularizer);
}

/**
 * The regularizer that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known.
 * @throws {OptionError} when it describes no regularizer.
 * @see {@link https://keras.io/api/layers/regularizers/ | keras.regularizers.deserialize}
 * @example
 * deserialize({ class_name: "L2", config: { l2: 0.1 } }); // a L2
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): Regularizer | RegularizerFunction {
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).deserialize(config, Regularizer);
  const resolved = typeof found === "string" ? identifiers().find(found) : found;
  if (resolved instanceof Regularizer) return resolved;
  if (isRegularizerClass(resolved)) return new resolved();
  if (typeof resolved === "function") return resolved as RegularizerFunction;
  throw identifiers().unknown(config);
}

function isRegularizerClass(value: unknown): value is RegularizerClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Regularizer;
}
