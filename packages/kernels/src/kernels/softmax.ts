import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { softmaxGradientName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

/** `Softmax` of rows, and the kernel of its gradient. TensorFlow.js calls it for the last axis only. */
export function softmaxKernels(runtime: Runtime): KernelConfig[] {
  const rows = (x: TensorInfo) => {
    const columns = x.shape.at(-1) ?? 1;
    return { columns, count: columns === 0 ? 0 : util.sizeFromShape(x.shape) / columns };
  };
  return [
    kernel<{ logits: TensorInfo }>(runtime, "Softmax", ({ logits }) => {
      const y = runtime.output(logits.shape);
      const { columns, count } = rows(logits);
      runtime.run("softmax", count, { columns, x: runtime.input(logits), y: y.address });
      return y.info;
    }),
    kernel<{ dy: TensorInfo; y: TensorInfo }>(runtime, softmaxGradientName, ({ dy, y }) => {
      const dx = runtime.output(y.shape);
      const { columns, count } = rows(y);
      const call = { columns, dy: runtime.input(dy), y: runtime.input(y), dx: dx.address };
      runtime.run("softmaxGradient", count, call);
      return dx.info;
    }),
  ];
}
