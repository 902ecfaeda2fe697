import type { Optimizer, SerializedObject } from "@hornbeam/core";
import type { OptimizerClass } from "./catalogue.ts";
import type * as optimizers from "./optimizers.ts";

type Exports = Exclude<keyof typeof optimizers, "LossScaleOptimizer" | "MultiOptimizer" | "OptimizerMap">;

/** A name of an optimizer, in any case: `"adam"`, `"Adam"`. */
export type OptimizerName = Exports | Lowercase<Exports>;

/** What stands for an optimizer. */
export type OptimizerIdentifier =
  | OptimizerName
  | (string & {})
  | Optimizer
  | OptimizerClass
  | Partial<SerializedObject>;
