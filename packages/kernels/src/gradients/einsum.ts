import type { GradConfig, Tensor } from "@hornbeam/kernels/tfjs";
import { contractGradient, parseEquation } from "../einsum.ts";

/** The gradient of `einsum`, which TensorFlow.js lacks. */
export function einsumGradients(): GradConfig[] {
  return [
    {
      kernelName: "Einsum",
      saveAllInputs: true,
      gradFunc: (dy, tensors, attrs) => {
        const { equation } = attrs as unknown as { equation: string };
        const parsed = parseEquation(
          equation,
          tensors.map(({ rank }) => rank),
        );
        return Object.fromEntries(tensors.map((_, i) => [i, () => contractGradient(parsed, tensors, i, dy as Tensor)]));
      },
    },
  ];
}
