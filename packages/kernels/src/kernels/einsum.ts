import { type KernelConfig, type Tensor, tidy } from "@hornbeam/kernels/tfjs";
import { contract, parseEquation } from "../einsum.ts";
import type { Runtime } from "../runtime.ts";
import { share } from "./identity.ts";

/** `Einsum`, which stock WASM lacks: transposes and batched matrix products. */
export function einsumKernels(runtime: Runtime): KernelConfig[] {
  return [
    {
      kernelName: "Einsum",
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => {
        const tensors = Object.values(inputs) as Tensor[];
        const { equation } = attrs as unknown as { equation: string };
        const result = tidy(() =>
          contract(
            parseEquation(
              equation,
              tensors.map(({ rank }) => rank),
            ),
            tensors,
          ),
        );
        const info = share(runtime, result);
        result.dispose();
        return info;
      },
    },
  ];
}
