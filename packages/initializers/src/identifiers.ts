import type { DType, Initializer, KnownShape, NDArray, SerializedObject, Tensor } from "@hornbeam/core";
import type * as initializers from "./_initializers.ts";

type Snake<S extends string, Start extends boolean = true> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : Start extends true ? Lowercase<H> : `_${Lowercase<H>}`}${Snake<T, false>}`
  : "";
type Exports = Exclude<keyof typeof initializers, "STFT">;

/** A name of an initializer, in Keras' spellings and in camelCase. */
export type InitializerName =
  | Exports
  | Snake<Exports>
  | Uncapitalize<Exports>
  | ("STFT" | "stft" | "normal" | "one" | "uniform" | "zero");

/** A function that makes the starting values of a weight. */
export type InitializerFunction = (shape: KnownShape, dtype: DType) => Tensor;

/** What stands for an initializer: an array or tensor is the value itself. */
export type InitializerIdentifier =
  | InitializerName
  | (string & {})
  | Initializer
  | InitializerFunction
  | (new () => Initializer)
  | NDArray
  | Tensor
  | Partial<SerializedObject>;
