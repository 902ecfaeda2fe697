import { getKernel, type NamedAttrMap, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";

/** What kernels that are made of others need. */
export interface Caller {
  /** Runs the kernel of a name, whichever is registered. */
  readonly call: (kernelName: string, inputs: object, attrs?: object) => TensorInfo;
  readonly free: (tensors: readonly TensorInfo[]) => void;
}

export function callerOf({ backend }: Runtime): Caller {
  return {
    call: (kernelName, inputs, attrs = {}) =>
      getKernel(kernelName, "wasm").kernelFunc({
        inputs: inputs as Record<string, TensorInfo>,
        attrs: attrs as NamedAttrMap,
        backend,
      }) as TensorInfo,
    free: (tensors) => {
      for (const { dataId } of tensors) backend.disposeData(dataId);
    },
  };
}
