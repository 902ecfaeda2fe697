import { type DataType, getKernel, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";

/** The function of a kernel as this package writes it: `inputs` and `attrs` have the types that the kernel's op gives. */
type Compute<I, A> = (inputs: I, attrs: A) => TensorInfo | TensorInfo[];

/** Inputs that are numbers of rows or labels. */
const indices = new Set(["indices", "segmentIds", "labels"]);

const floats: readonly DataType[] = ["float32"];

/**
 * A kernel of the WASM backend on float32 inputs, run in a frame of its own; `types` says what else it takes.
 *
 * TensorFlow.js types inputs and attributes of all kernels alike and casts in each; the cast is here instead.
 */
export function kernel<I = Record<string, TensorInfo>, A = object>(
  runtime: Runtime,
  kernelName: string,
  compute: Compute<I, A>,
  { types = floats }: { types?: readonly DataType[] | "any" } = {},
): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => {
      if (types !== "any") requireTypes(kernelName, inputs, types);
      return runtime.frame(() => compute(inputs as I, (attrs ?? {}) as A));
    },
  };
}

/** A kernel that computes where `fits` says so, and leaves the rest to the stock kernel of that name. */
export function kernelOver<I = Record<string, TensorInfo>, A = object>(
  runtime: Runtime,
  kernelName: string,
  fits: (inputs: I, attrs: A) => boolean,
  compute: Compute<I, A>,
): KernelConfig {
  const stock = getKernel(kernelName, "wasm");
  const ours = kernel(runtime, kernelName, compute, { types: "any" });
  return {
    ...ours,
    kernelFunc: (call) =>
      fits(call.inputs as I, (call.attrs ?? {}) as A) ? ours.kernelFunc(call) : stock.kernelFunc(call),
  };
}

function requireTypes(
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo | undefined>>,
  types: readonly DataType[],
): void {
  for (const [name, tensor] of Object.entries(inputs)) {
    if (!tensor || types.includes(tensor.dtype) || indices.has(name)) continue;
    throw new KernelError(
      `Cannot run ${kernelName}: \`${name}\` must be a ${types.join(" or ")} tensor, received ${tensor.dtype} [${tensor.shape.join(", ")}]`,
    );
  }
}
