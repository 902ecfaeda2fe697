import {
  type CustomObjects,
  Deserializer,
  type DType,
  getRegisteredObject,
  Initializer,
  isSerializedObject,
  isTensor,
  type KnownShape,
  NDArray,
  refusal,
  ShapeError,
  sameShape,
  serializeKerasObject,
  type Tensor,
  toTensor,
} from "@hornbeam/core";
import { catalogue, type InitializerClass, identifiers } from "./catalogue.ts";
import type { InitializerFunction, InitializerIdentifier } from "./identifiers.ts";

/**
 * The initializer that a name, a config, a class or a function stands for; an array or tensor is its own value.
 *
 * @throws {OptionError} when there is no such initializer.
 * @see {@link https://keras.io/api/layers/initializers/ | keras.initializers.get}
 * @example
 * get("glorot_uniform") instanceof GlorotUniform; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: InitializerIdentifier): Initializer | InitializerFunction;
export function get(identifier: InitializerIdentifier | null | undefined): Initializer | InitializerFunction | null;
export function get(identifier: InitializerIdentifier | null | undefined): Initializer | InitializerFunction | null {
  if (identifier === null || identifier === undefined) return null;
  if (identifier instanceof Initializer) return identifier;
  if (identifier instanceof NDArray || isTensor(identifier)) return constantOf(identifier);
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found =
    typeof identifier === "string" ? (getRegisteredObject(identifier) ?? identifiers().find(identifier)) : identifier;
  if (isInitializerClass(found)) return new found();
  if (typeof found === "function") return found as InitializerFunction;
  throw identifiers().unknown(identifier);
}

/**
 * An initializer in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/layers/initializers/ | keras.initializers.serialize}
 * @example
 * serialize(new Ones()).class_name; // "Ones"
 */
export function serialize(initializer: Initializer | InitializerFunction): unknown {
  return serializeKerasObject(initializer);
}

/**
 * The initializer that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known.
 * @throws {OptionError} when it describes no initializer.
 * @see {@link https://keras.io/api/layers/initializers/ | keras.initializers.deserialize}
 * @example
 * deserialize({ class_name: "Constant", config: { value: 2 } }); // a Constant
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): Initializer | InitializerFunction {
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).deserialize(config, Initializer);
  const resolved = typeof found === "string" ? identifiers().find(found) : found;
  if (isInitializerClass(resolved)) return new resolved();
  if (typeof resolved === "function") return resolved as Initializer | InitializerFunction;
  throw identifiers().unknown(config);
}

function isInitializerClass(value: unknown): value is InitializerClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Initializer;
}

/** An initializer that gives one value, for weights of its shape. */
function constantOf(value: NDArray | Tensor): InitializerFunction {
  return (shape: KnownShape, dtype: DType): Tensor => {
    if (sameShape(shape, value.shape)) return toTensor(value instanceof NDArray ? value : value.clone(), { dtype });
    throw refusal(ShapeError, {
      action: "initialize a weight with a tensor",
      expected: `the weight must have its shape [${value.shape.join(", ")}]`,
      receivedAs: "shape",
      received: shape,
    });
  };
}
