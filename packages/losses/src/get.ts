import {
  type CustomObjects,
  Deserializer,
  getRegisteredObject,
  isSerializedObject,
  Loss,
  serializeKerasObject,
} from "@hornbeam/core";
import { catalogue, identifiers, type LossClass } from "./catalogue.ts";
import type { LossFunction, LossIdentifier } from "./identifiers.ts";

/**
 * The loss that a name, a config, a class, a function or a loss stands for. Names of classes give losses, those of
 * functions give functions, as in Keras.
 *
 * @throws {OptionError} when there is no such loss.
 * @see {@link https://keras.io/api/losses/ | keras.losses.get}
 * @example
 * get("mse") === meanSquaredError; // true
 * get("MeanSquaredError") instanceof MeanSquaredError; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: LossIdentifier): Loss | LossFunction;
export function get(identifier: LossIdentifier | null | undefined): Loss | LossFunction | null;
export function get(identifier: LossIdentifier | null | undefined): Loss | LossFunction | null {
  if (identifier === null || identifier === undefined) return null;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found =
    typeof identifier === "string" ? (getRegisteredObject(identifier) ?? identifiers().find(identifier)) : identifier;
  if (isLossClass(found)) return new found();
  if (typeof found === "function") return found as Loss | LossFunction;
  throw identifiers().unknown(identifier);
}

/**
 * A loss in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/losses/ | keras.losses.serialize}
 * @example
 * serialize(new Poisson()).class_name; // "Poisson"
 */
export function serialize(loss: Loss | LossFunction): unknown {
  return serializeKerasObject(loss);
}

/**
 * The loss that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known.
 * @throws {OptionError} when it describes no loss.
 * @see {@link https://keras.io/api/losses/ | keras.losses.deserialize}
 * @example
 * deserialize({ class_name: "Huber", config: { delta: 2 } }); // a Huber
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): Loss | LossFunction {
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).deserialize(config, Loss);
  const resolved = typeof found === "string" ? identifiers().find(found) : found;
  if (isLossClass(resolved)) return new resolved();
  if (typeof resolved === "function") return resolved as Loss | LossFunction;
  throw identifiers().unknown(config);
}

function isLossClass(value: unknown): value is LossClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Loss;
}
