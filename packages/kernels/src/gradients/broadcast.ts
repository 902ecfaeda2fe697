import {
  broadcast_util,
  cast,
  type GradConfig,
  greater,
  greaterEqual,
  less,
  lessEqual,
  mul,
  neg,
  reshape,
  sub,
  sum,
  type Tensor,
  zeros,
} from "@hornbeam/kernels/tfjs";

/** Sums a gradient over the axes along which its operand was repeated. */
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  // axes of size 0 count as not repeated there
  if (gradient.size === 0) return zeros([...shape]);
  const axes = broadcast_util.getReductionAxes([...shape], gradient.shape);
  return reshape(axes.length > 0 ? sum(gradient, axes) : gradient, [...shape]);
}

/**
 * Gradients of the binary ops for which TensorFlow.js forgets broadcasting ("the gradient of input 'b' has shape …"). Of equal
 * operands the first takes the gradient, as in TensorFlow.
 */
export function broadcastGradients(): GradConfig[] {
  const choose = (kernelName: string, first: typeof less, second: typeof less): GradConfig => ({
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      return {
        a: () => unbroadcast(mul(dy as Tensor, cast(first(a, b), "float32")), a.shape),
        b: () => unbroadcast(mul(dy as Tensor, cast(second(a, b), "float32")), b.shape),
      };
    },
  });
  return [
    choose("Maximum", greaterEqual, less),
    choose("Minimum", lessEqual, greater),
    {
      kernelName: "SquaredDifference",
      inputsToSave: ["a", "b"],
      gradFunc: (dy, saved) => {
        const [a, b] = saved as [Tensor, Tensor];
        const da = () => mul(dy as Tensor, mul(sub(a, b), 2));
        return { a: () => unbroadcast(da(), a.shape), b: () => unbroadcast(neg(da()), b.shape) };
      },
    },
  ];
}
