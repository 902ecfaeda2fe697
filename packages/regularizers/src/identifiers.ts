import type { Regularizer, SerializedObject, Tensor } from "@hornbeam/core";
import type * as regularizers from "./_regularizers.ts";

type Snake<S extends string, Start extends boolean = true> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : Start extends true ? Lowercase<H> : `_${Lowercase<H>}`}${Snake<T, false>}`
  : "";
type Exports = keyof typeof regularizers;

/** A name of a regularizer, in Keras' spellings and in camelCase. */
export type RegularizerName = Exports | Snake<Exports> | Uncapitalize<Exports>;

/** A function of a weight or an activity that gives a penalty. */
export type RegularizerFunction = (x: Tensor) => Tensor;

/** What stands for a regularizer. */
export type RegularizerIdentifier =
  | RegularizerName
  | (string & {})
  | Regularizer
  | RegularizerFunction
  | (new () => Regularizer)
  | Partial<SerializedObject>;
