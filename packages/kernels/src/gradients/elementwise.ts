import {
  add,
  cast,
  div,
  type GradConfig,
  greater,
  less,
  logicalAnd,
  mul,
  sqrt,
  sub,
  type Tensor,
  where,
  zerosLike,
} from "@hornbeam/kernels/tfjs";

/** The sign, of the smallest numbers too: the backend's kernel takes those below 1e-7 for 0. */
function side(x: Tensor): Tensor {
  return sub(cast(greater(x, 0), "float32"), cast(less(x, 0), "float32"));
}

/** Gradients as in TensorFlow where TensorFlow.js differs at single points: 0 for `abs` at 0, 0 for `relu6` at 6. */
export function elementwiseGradients(): GradConfig[] {
  return [
    {
      kernelName: "Abs",
      inputsToSave: ["x"],
      gradFunc: (dy, [x]) => ({ x: () => mul(dy as Tensor, side(x!)) }),
    },
    {
      // NaN where the function is: √(x² - 1) is not, below -1
      kernelName: "Acosh",
      inputsToSave: ["x"],
      gradFunc: (dy, [x]) => ({ x: () => div(dy as Tensor, mul(sqrt(sub(x!, 1)), sqrt(add(x!, 1)))) }),
    },
    {
      kernelName: "Relu6",
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => where(logicalAnd(greater(y!, 0), less(y!, 6)), dy as Tensor, zerosLike(dy as Tensor)),
      }),
    },
  ];
}
