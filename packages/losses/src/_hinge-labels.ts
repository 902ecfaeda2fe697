import type { Tensor } from "@hornbeam/core";
import { all, equal, logicalOr, multiply, subtract, where } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

/** Labels as -1 and 1: those of 0 and 1 are converted, where there are no others. */
export function hingeLabels(yTrue: Tensor, yPred: Tensor): Tensor {
  const labels = likePrediction(yTrue, yPred);
  const binary = all(logicalOr(equal(labels, 0), equal(labels, 1)));
  return where(binary, subtract(multiply(labels, 2), 1), labels);
}
