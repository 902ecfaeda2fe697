import {
  type GradConfig,
  greater,
  less,
  logicalAnd,
  mul,
  sign,
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
      kernelName: "Relu6",
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => where(logicalAnd(greater(y!, 0), less(y!, 6)), dy as Tensor, zerosLike(dy as Tensor)),
      }),
    },
  ];
}
