import { getKernel, type KernelConfig, type KernelFunc, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";

/**
 * Stock kernels that take wrong the types they were not made for: `ClipByValue` clips the bits of integers as if they were floats. Other types go through unchanged.
 */
export function correctedKernels(runtime: Runtime): KernelConfig[] {
  const { backend } = runtime;
  const call = (kernelName: string, inputs: Record<string, TensorInfo>, attrs: object = {}) =>
    getKernel(kernelName, "wasm").kernelFunc({
      inputs,
      attrs: attrs as Parameters<KernelFunc>[0]["attrs"] & object,
      backend,
    }) as TensorInfo;
  const using = (temporary: readonly TensorInfo[], result: TensorInfo) => {
    for (const { dataId } of temporary) backend.disposeData(dataId);
    return result;
  };
  const clip = getKernel("ClipByValue", "wasm");
  return [
    {
      kernelName: "ClipByValue",
      backendName: "wasm",
      kernelFunc: (args) => {
        const { x } = args.inputs as { x: TensorInfo };
        if (x.dtype !== "int32") return clip.kernelFunc(args);
        const { clipValueMin, clipValueMax } = args.attrs as unknown as { clipValueMin: number; clipValueMax: number };
        const scalar = (value: number): TensorInfo => ({
          dataId: backend.write(Int32Array.of(value), [], "int32"),
          shape: [],
          dtype: "int32",
        });
        const low = scalar(Math.max(-(2 ** 31), Math.ceil(clipValueMin)));
        const high = scalar(Math.min(2 ** 31 - 1, Math.floor(clipValueMax)));
        const raised = call("Maximum", { a: x, b: low });
        return using([low, high, raised], call("Minimum", { a: raised, b: high }));
      },
    },
  ];
}
