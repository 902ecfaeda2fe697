import { OptionError, refusal } from "../errors.ts";
import { classNameOf } from "../objects/class-name.ts";

/** A class or a function of the user's that configs may name. */
// biome-ignore lint/suspicious/noExplicitAny: constructors and functions of any arguments
export type CustomObject = ((...args: any[]) => unknown) | (abstract new (...args: any[]) => object);
export type CustomObjects = Readonly<Record<string, CustomObject>>;

const objects = new Map<string, CustomObject>();
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
  objects.set(registered, object);
  names.set(object, registered);
  return object;
}

/** `package>name` of a registered class or function, else its own name. */
export function getRegisteredName(object: CustomObject): string {
  return names.get(object) ?? classNameOf(object);
}

/** The class or function that is registered under `package>name`. */
export function getRegisteredObject(name: string): CustomObject | undefined {
  return objects.get(name);
}

export function isRegistered(object: CustomObject): boolean {
  return names.has(object);
}
