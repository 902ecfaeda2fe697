import { OptionError, refusal } from "../errors.ts";
import { classNameOf } from "../objects/class-name.ts";
import type { CustomObject, CustomObjects } from "./custom-object.ts";
import { scopedObjects } from "./custom-object-scope.ts";

const objects: Record<string, CustomObject> = {};
const names = new Map<CustomObject, string>();

/**
 * Makes a class or function of one's own known to `loadModel` and to configs, under `package>name`.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.register_keras_serializable}
 * @example
 * registerKerasSerializable(Linear, { package: "my_package" });
 */
export function registerKerasSerializable<T extends CustomObject>(
  object: T,
  options: { readonly package?: string; readonly name?: string } = {},
): T {
  const name = options.name ?? classNameOf(object);
  if (name === "") {
    throw refusal(OptionError, {
      action: "register an object",
      expected: "a function without a name needs the option `name`",
      received: object,
    });
  }
  const registered = `${options.package ?? "Custom"}>${name}`;
  objects[registered] = object;
  names.set(object, registered);
  return object;
}

/** `package>name` of a registered class or function, else its own name. */
export function getRegisteredName(object: CustomObject): string {
  return names.get(object) ?? classNameOf(object);
}

/**
 * The class or function of a name: in the scope that is open, among what was registered, in the objects that are given, or
 * undefined.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.get_registered_object}
 * @example
 * getRegisteredObject("my_package>Missing"); // undefined
 */
export function getRegisteredObject(
  name: string,
  customObjects: CustomObjects = {},
  moduleObjects: CustomObjects = {},
): CustomObject | undefined {
  const places = [scopedObjects(), objects, customObjects, moduleObjects];
  return places.find((place) => Object.hasOwn(place, name))?.[name];
}

/**
 * What `registerKerasSerializable` has registered, by `package>name`. The record itself, not a copy: what is written into it
 * is known under that key, and what is deleted is forgotten. Objects of a scope are not in it.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.get_custom_objects}
 * @example
 * "my_package>Missing" in getCustomObjects(); // false
 */
export function getCustomObjects(): Record<string, CustomObject> {
  return objects;
}

export function isRegistered(object: CustomObject): boolean {
  return names.has(object);
}
