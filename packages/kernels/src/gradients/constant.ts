import { type GradConfig, type Tensor, zeros } from "@hornbeam/kernels/tfjs";
import { orderName } from "../fused/names.ts";

const binary = [
  "Equal",
  "NotEqual",
  "Greater",
  "GreaterEqual",
  "Less",
  "LessEqual",
  "LogicalAnd",
  "LogicalOr",
  "LogicalXor",
  "FloorDiv",
];
const unary = ["LogicalNot", "IsNan", "IsInf", "IsFinite", "Any", "All", orderName];

/**
 * Gradients of ops that are flat between their steps: zero. TensorFlow.js has none for comparisons, so that
 * `where(greater(x, 0), x, y)` could not be differentiated ("gradient function not found for Greater").
 */
export function constantGradients(): GradConfig[] {
  const flat = (kernelName: string, inputsToSave: string[]): GradConfig => ({
    kernelName,
    inputsToSave,
    gradFunc: (_, saved) =>
      Object.fromEntries(inputsToSave.map((name, i) => [name, () => zeros((saved[i] as Tensor).shape)])),
  });
  return [...binary.map((name) => flat(name, ["a", "b"])), ...unary.map((name) => flat(name, ["x"]))];
}
