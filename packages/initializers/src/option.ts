import {
  Initializer,
  isSerializedObject,
  type MakeOption,
  option,
  type Reading,
  serializeKerasObject,
} from "@hornbeam/core";
import { deserialize, get } from "./get.ts";
import type { InitializerFunction, InitializerIdentifier } from "./identifiers.ts";

type Held = Initializer | InitializerFunction;

/**
 * The kind of option that holds an initializer: takes a name, a config, a class, an initializer or a function.
 *
 * @throws {OptionError} when reading a name that nothing has.
 * @example
 * const schema = { kernelInitializer: initializer("glorot_uniform") };
 */
export const initializer: MakeOption<Held, InitializerIdentifier> = /* @__PURE__ */ option<Held, InitializerIdentifier>(
  "an initializer, its name or a function",
  (input, reading) => read(input, reading),
  serializeKerasObject,
);

function read(input: unknown, reading: Reading | undefined): Exclude<Held, null> | undefined {
  if (input === null || (typeof input !== "object" && typeof input !== "string" && typeof input !== "function"))
    return undefined;
  if (typeof input === "string") return get((reading?.custom(input) as InitializerIdentifier | undefined) ?? input);
  if (!reading || !isSerializedObject(input)) return get(input as InitializerIdentifier);
  if (input.class_name !== "function")
    return reading.resolve(input, { parent: Initializer, expects: "an initializer" }) as Initializer;
  // a function of the user's, which goes by its name
  const own = reading.custom(String(input.config), input.registered_name);
  return own === undefined ? deserialize(input) : get(own as InitializerIdentifier);
}
