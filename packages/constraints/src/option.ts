import {
  Constraint,
  isSerializedObject,
  type MakeOption,
  option,
  type Reading,
  serializeKerasObject,
} from "@hornbeam/core";
import { FunctionConstraint } from "./_function-constraint.ts";
import { deserialize, get } from "./get.ts";
import type { ConstraintFunction, ConstraintIdentifier } from "./identifiers.ts";

type Held = Constraint | null;

/**
 * The kind of option that holds a constraint: takes a name, a config, a class, a constraint or a function, or null.
 *
 * @throws {OptionError} when reading a name that nothing has.
 * @example
 * const schema = { kernelConstraint: constraint(null) };
 */
export const constraint: MakeOption<Held, ConstraintIdentifier | null> = /* @__PURE__ */ option<
  Held,
  ConstraintIdentifier | null
>(
  "a constraint, its name or null",
  (input, reading) => (input === null ? null : wrapped(read(input, reading))),
  (value) => serializeKerasObject(value instanceof FunctionConstraint ? value.f : value),
);

function read(input: unknown, reading: Reading | undefined): Constraint | ConstraintFunction | undefined {
  if (input === null || (typeof input !== "object" && typeof input !== "string" && typeof input !== "function"))
    return undefined;
  if (typeof input === "string") return get((reading?.custom(input) as ConstraintIdentifier | undefined) ?? input);
  if (!reading || !isSerializedObject(input)) return get(input as ConstraintIdentifier);
  if (input.class_name !== "function")
    return reading.resolve(input, { parent: Constraint, expects: "a constraint" }) as Constraint;
  // a function of the user's, which goes by its name
  const own = reading.custom(String(input.config), input.registered_name);
  return own === undefined ? deserialize(input) : get(own as ConstraintIdentifier);
}

function wrapped(value: Constraint | ConstraintFunction | undefined): Constraint | undefined {
  return value === undefined || value instanceof Constraint ? value : new FunctionConstraint(value);
}
