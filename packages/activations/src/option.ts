import { isSerializedObject, type MakeOption, option, type Reading } from "@hornbeam/core";
import { deserialize, get, serialize } from "./get.ts";
import type { ActivationFunction, ActivationIdentifier } from "./identifiers.ts";

/**
 * The kind of option that holds an activation: takes a name, a function or a config; null stands for `linear`. Keras'
 * own are written by their names.
 *
 * @throws {OptionError} when reading a name that nothing has.
 * @example
 * const schema = { activation: activation("relu") };
 */
export const activation: MakeOption<ActivationFunction, ActivationIdentifier> = /* @__PURE__ */ option<
  ActivationFunction,
  ActivationIdentifier
>("an activation or its name", read, serialize);

function read(input: unknown, reading?: Reading): ActivationFunction | undefined {
  if (input === null) return get(null);
  if (typeof input === "function") return input as ActivationFunction;
  if (typeof input === "string") return (reading?.custom(input) as ActivationFunction | undefined) ?? get(input);
  if (!isSerializedObject(input)) return undefined;
  const found = reading?.deserialize(input);
  if (typeof found === "function") return found as ActivationFunction;
  return typeof found === "string" ? get(found) : deserialize(input);
}
