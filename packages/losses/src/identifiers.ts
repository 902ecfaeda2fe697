import type { Loss, Measure, SerializedObject, Tensor } from "@hornbeam/core";
import type * as losses from "./losses.ts";

type Exports = keyof typeof losses;
type Snake<S extends string, Start extends boolean = true> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : Start extends true ? H : `_${Lowercase<H>}`}${Snake<T, false>}`
  : "";
type Functions = { [K in Exports]: K extends Uncapitalize<K> ? K : never }[Exports];
type Alias = "bce" | "kld" | "mae" | "mape" | "mse" | "msle";

/** A name of a loss: Keras' names of classes and functions, its short ones, and the functions' camelCase. */
export type LossName = Exports | Snake<Functions> | Alias | Uppercase<Alias>;

/** A function of two tensors that is a loss: of Keras' own, or of the user's. */
export type LossFunction = Measure | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** What stands for a loss. */
export type LossIdentifier =
  | LossName
  | (string & {})
  | Loss
  | LossFunction
  | (new () => Loss)
  | Partial<SerializedObject>;
