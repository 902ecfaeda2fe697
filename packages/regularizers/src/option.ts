import {
  isSerializedObject,
  type MakeOption,
  option,
  type Reading,
  Regularizer,
  serializeKerasObject,
} from "@hornbeam/core";
import { FunctionRegularizer } from "./_function-regularizer.ts";
import { deserialize, get } from "./get.ts";
import type { RegularizerFunction, RegularizerIdentifier } from "./identifiers.ts";

type Held = Regularizer | null;

/**
 * The kind of option that holds a regularizer: takes a name, a config, a class, a regularizer or a function, or null.
 *
 * @throws {OptionError} when reading a name that nothing has.
 * @example
 * const schema = { kernelRegularizer: regularizer(null) };
 */
export const regularizer: MakeOption<Held, RegularizerIdentifier | null> = /* @__PURE__ */ option<
  Held,
  RegularizerIdentifier | null
>(
  "a regularizer, its name or null",
  (input, reading) => (input === null ? null : wrapped(read(input, reading))),
  (value) => serializeKerasObject(value instanceof FunctionRegularizer ? value.f : value),
);

function read(input: unknown, reading: Reading | undefined): Regularizer | RegularizerFunction | undefined {
  if (input === null || (typeof input !== "object" && typeof input !== "string" && typeof input !== "function"))
    return undefined;
  if (typeof input === "string") return get((reading?.custom(input) as RegularizerIdentifier | undefined) ?? input);
  if (!reading || !isSerializedObject(input)) return get(input as RegularizerIdentifier);
  if (input.class_name !== "function")
    return reading.resolve(input, { parent: Regularizer, expects: "a regularizer" }) as Regularizer;
  // a function of the user's, which goes by its name
  const own = reading.custom(String(input.config), input.registered_name);
  return own === undefined ? deserialize(input) : get(own as RegularizerIdentifier);
}

function wrapped(value: Regularizer | RegularizerFunction | undefined): Regularizer | undefined {
  return value === undefined || value instanceof Regularizer ? value : new FunctionRegularizer(value);
}
