import {
  add,
  div,
  type GradConfig,
  greater,
  less,
  logicalAnd,
  mul,
  sign,
  sqrt,
  sub,
  type Tensor,
  where,
  zerosLike,
} from "@hornbeam/kernels/tfjs";

/** Gradients as in TensorFlow where TensorFlow.js differs at single points: 0 for `abs` at 0, 0 for `relu6` at 6. */
export function elementwiseGradients(): GradConfig[] {
  return [
    {
      kernelName: "Abs",
      inputsToSave: ["x"],
      gradFunc: (dy, [x]) => ({ x: () => mul(dy as Tensor, sign(x!)) }),
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
