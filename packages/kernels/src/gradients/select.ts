import { type GradConfig, scalar, type Tensor, zeros } from "@hornbeam/kernels/tfjs";
import { choose } from "../fused/choose.ts";
import { unbroadcast } from "./broadcast.ts";

/** Of `where`: a gradient goes to the operand that was taken, and nothing to the other, whatever the gradient is. */
export function selectGradients(): GradConfig[] {
  return [
    {
      kernelName: "Select",
      inputsToSave: ["condition"],
      gradFunc: (dy, saved, attrs) => {
        const [condition] = saved as [Tensor];
        const given = dy as Tensor;
        const { shapes = [given.shape, given.shape] } = (attrs ?? {}) as { shapes?: readonly (readonly number[])[] };
        const none = (): Tensor => scalar(0, given.dtype as "float32");
        return {
          condition: () => zeros(condition.shape),
          t: () => unbroadcast(choose(condition, given, none()), shapes[0]!),
          e: () => unbroadcast(choose(condition, none(), given), shapes[1]!),
        };
      },
    },
  ];
}
