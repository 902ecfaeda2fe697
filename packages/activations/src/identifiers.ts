import type { SerializedObject, Tensor } from "@hornbeam/core";
import type * as activations from "./_activations.ts";

type Snake<S extends string> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : `_${Lowercase<H>}`}${Snake<T>}`
  : "";
type Exports = keyof typeof activations;

/** A name of an activation, in Keras' spelling and in camelCase. */
export type ActivationName = Exports | Snake<Exports> | "swish" | "hard_swish" | "hardSwish";

/** A function of a tensor, and of a symbolic one. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** What stands for an activation; null for none, that is `linear`. */
export type ActivationIdentifier =
  | ActivationName
  | (string & {})
  | ActivationFunction
  | Partial<SerializedObject>
  | null;
