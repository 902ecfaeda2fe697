import { concat, type GradConfig, stack, type Tensor } from "@hornbeam/kernels/tfjs";

/**
 * Gradients of `unstack` and `split`. Those of TensorFlow.js expect several pieces: of an axis of size 1, or where nothing is cut,
 * the gradient comes as a tensor and not in a list ("Argument tensors passed to stack must be a `Tensor[]`").
 */
export function pieceGradients(): GradConfig[] {
  const join =
    (made: (pieces: Tensor[], axis: number) => Tensor, name: string): GradConfig["gradFunc"] =>
    (dy, _, attributes) => ({ [name]: () => made([dy].flat(), (attributes as unknown as { axis: number }).axis) }); // a record of numbers
  return [
    { kernelName: "Unpack", gradFunc: join(stack, "value") },
    { kernelName: "SplitV", gradFunc: join(concat, "x") },
  ];
}
