import {
  Configured,
  type CustomObjects,
  Deserializer,
  getRegisteredName,
  getRegisteredObject,
  isRegistered,
  isSerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import { identifiers, nameOf } from "./catalogue.ts";
import { linear } from "./functions.ts";
import type { ActivationFunction, ActivationIdentifier } from "./identifiers.ts";

/**
 * The activation that a name, a config or a function stands for; `linear` for null.
 *
 * @throws {OptionError} when there is no such activation.
 * @see {@link https://keras.io/api/layers/activations/ | keras.activations.get}
 * @example
 * get("relu") === relu; // true
 */
export function get(identifier: ActivationIdentifier | undefined): ActivationFunction {
  if (identifier === null || identifier === undefined) return linear;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  if (typeof identifier === "function") return identifier;
  if (typeof identifier !== "string") throw identifiers().unknown(identifier);
  return (getRegisteredObject(identifier) as ActivationFunction | undefined) ?? identifiers().find(identifier);
}

/**
 * The name of one of Keras' own activations, and the JSON form of any other one.
 *
 * @throws {ConfigError} for a function without a name.
 * @see {@link https://keras.io/api/layers/activations/ | keras.activations.serialize}
 * @example
 * serialize(relu); // "relu"
 */
export function serialize(activation: ActivationFunction): unknown {
  const own = nameOf(activation);
  if (own !== undefined && !isRegistered(activation)) return own;
  return isRegistered(activation) && !(activation instanceof Configured)
    ? { ...(serializeKerasObject(activation) as object), config: getRegisteredName(activation) }
    : serializeKerasObject(activation);
}

/**
 * The activation that a name or Keras' JSON form describes.
 *
 * @throws {OptionError} when there is no such activation.
 * @see {@link https://keras.io/api/layers/activations/ | keras.activations.deserialize}
 * @example
 * deserialize("relu") === relu; // true
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): ActivationFunction {
  const found =
    typeof config === "string"
      ? ((customObjects[config] as ActivationFunction | undefined) ?? config)
      : new Deserializer({ customObjects }).deserialize(config);
  if (typeof found === "function") return found as ActivationFunction;
  if (typeof found === "string") return get(found);
  throw identifiers().unknown(config);
}
