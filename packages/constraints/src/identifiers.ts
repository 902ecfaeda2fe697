import type { Constraint, SerializedObject, Tensor } from "@hornbeam/core";
import type * as constraints from "./_constraints.ts";

type Snake<S extends string, Start extends boolean = true> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : Start extends true ? Lowercase<H> : `_${Lowercase<H>}`}${Snake<T, false>}`
  : "";
type Exports = keyof typeof constraints;

/** A name of a constraint, in Keras' spellings and in camelCase. */
export type ConstraintName = Exports | Snake<Exports> | Uncapitalize<Exports>;

/** A function of a weight that gives the value it is to take. */
export type ConstraintFunction = (w: Tensor) => Tensor;

/** What stands for a constraint. */
export type ConstraintIdentifier =
  | ConstraintName
  | (string & {})
  | Constraint
  | ConstraintFunction
  | (new () => Constraint)
  | Partial<SerializedObject>;
