import { type GradConfig, getGradient, type Tensor, zeros } from "@hornbeam/kernels/tfjs";

const binary = ["Add", "Sub", "Multiply", "RealDiv", "FloorDiv", "Mod", "Pow", "Atan2"];

/**
 * Gradients of binary ops whose result has no elements, though an operand that was repeated has some: zeros. TensorFlow.js
 * does not sum over axes of size 0, so that its shapes do not come out ("new shape: 1,1, old shape: 0").
 */
export function emptyGradients(): GradConfig[] {
  return binary.flatMap((kernelName) => {
    const stock = getGradient(kernelName);
    if (!stock) return [];
    const gradFunc: GradConfig["gradFunc"] = (dy, saved, attrs) => {
      if ((dy as Tensor).size > 0) return stock.gradFunc(dy, saved, attrs);
      const [a, b] = saved as [Tensor, Tensor];
      return { a: () => zeros(a.shape), b: () => zeros(b.shape) };
    };
    return [{ ...stock, gradFunc }];
  });
}
