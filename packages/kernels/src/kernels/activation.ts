import { getKernel, type TensorInfo } from "@hornbeam/kernels/tfjs";
import { flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";

/** Attributes of the activation in TensorFlow.js' fused kernels. */
export interface FusedActivation {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Flags of an output with a bias and an activation, as far as kernels apply them on the way out. */
export function outputFlags(bias: TensorInfo | undefined, activation = "linear"): number {
  const applied = activation === "relu" ? flag.relu : activation === "relu6" ? flag.relu6 : 0;
  return (bias ? flag.bias : 0) | applied;
}

const kernelOf: Readonly<Record<string, string>> = {
  elu: "Elu",
  sigmoid: "Sigmoid",
  leakyrelu: "LeakyRelu",
  prelu: "Prelu",
};

/** Applies the activations that {@link outputFlags} leaves, by their own kernels, and frees `x`. */
export function applyActivation(
  runtime: Runtime,
  x: TensorInfo,
  { activation = "linear", leakyreluAlpha }: FusedActivation,
  alpha?: TensorInfo,
): TensorInfo {
  const kernelName = kernelOf[activation];
  if (!kernelName) return x;
  const inputs = kernelName === "Prelu" ? { x, alpha: alpha! } : { x };
  const attrs = kernelName === "LeakyRelu" ? { alpha: leakyreluAlpha! } : {};
  const y = getKernel(kernelName, "wasm").kernelFunc({ inputs, attrs, backend: runtime.backend });
  runtime.backend.disposeData(x.dataId);
  return y as TensorInfo;
}
