import * as activations from "@hornbeam/activations";
import * as constraints from "@hornbeam/constraints";
import {
  type AnyLayer,
  Catalogue,
  type CustomObjects,
  Deserializer,
  Layer,
  type SerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import * as initializers from "@hornbeam/initializers";
import * as regularizers from "@hornbeam/regularizers";
import * as layers from "./_layers.ts";

let catalogue: Catalogue | undefined;

/**
 * A layer in Keras' JSON form: `{ module, class_name, config, registered_name, build_config }`.
 *
 * @see {@link https://keras.io/api/layers/ | keras.layers.serialize}
 * @example
 * serialize(new Dense({ units: 3 })).class_name; // "Dense"
 */
export function serialize(layer: AnyLayer): SerializedObject {
  return serializeKerasObject(layer) as SerializedObject; // as it writes layers
}

/**
 * The layer that Keras' JSON form describes: one of this package, or one that was registered or is passed. Configs of
 * models are read by `deserializeKerasObject` of `@hornbeam/models`.
 *
 * @throws {ConfigError} when the class is not known, or describes no layer.
 * @see {@link https://keras.io/api/layers/ | keras.layers.deserialize}
 * @example
 * deserialize({ class_name: "Dense", config: { units: 3 } }).getConfig().units; // 3
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): AnyLayer {
  catalogue ??= new Catalogue(layers, activations, initializers, regularizers, constraints);
  const reading = new Deserializer({ catalogue, customObjects });
  return reading.resolve(config, { parent: Layer, expects: "a layer" }) as AnyLayer; // what the parent says
}
