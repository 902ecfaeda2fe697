import type { Tensor, Variable } from "@hornbeam/core";
import { add, divideNoNan } from "@hornbeam/ops";
import type { ConfusionState } from "./_confusion-state.ts";

/** The four cases of a metric, in the order in which Keras makes them. */
export type AllCases = Readonly<Record<keyof ConfusionState, Variable>>;

export function makeCases(make: (name: string) => Variable): AllCases {
  return {
    truePositives: make("true_positives"),
    falsePositives: make("false_positives"),
    trueNegatives: make("true_negatives"),
    falseNegatives: make("false_negatives"),
  };
}

/** `a / (a + b)`, 0 where both are. */
export function shareOf(a: Variable, b: Variable): Tensor {
  return divideNoNan(a.value, add(a.value, b.value));
}
