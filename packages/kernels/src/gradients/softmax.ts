import { engine, type GradConfig, getKernel, mul, sub, sum, type Tensor } from "@hornbeam/kernels/tfjs";
import { softmaxGradientName } from "../fused/names.ts";

/** The gradient of `softmax` in one kernel, or of plain ops while a gradient of the gradient is being recorded. */
export function softmaxGradients(): GradConfig[] {
  return [
    {
      kernelName: "Softmax",
      outputsToSave: [true],
      gradFunc: (dy, [y], attrs) => {
        const { dim } = attrs as unknown as { dim: number };
        const plain = () => {
          const weighted = mul(dy as Tensor, y!);
          return sub(weighted, mul(sum(weighted, [dim], true), y!));
        };
        const isOurs = !engine().isTapeOn() && getKernel(softmaxGradientName, engine().backendName) !== undefined;
        const inputs = { dy: dy as Tensor, y: y! };
        return { logits: () => (isOurs ? (engine().runKernel(softmaxGradientName, inputs) as Tensor) : plain()) };
      },
    },
  ];
}
