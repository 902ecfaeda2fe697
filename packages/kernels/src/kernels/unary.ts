import { getKernel, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { unaries } from "../abi.ts";
import { unaryGradientName, unaryName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

/** A function of `unary` in src/abi.ts. */
export type Unary = (typeof unaries)[number];

const replaced = {
  Exp: "exp",
  Expm1: "expm1",
  Log: "log",
  Log1p: "log1p",
  Sigmoid: "sigmoid",
  Tanh: "tanh",
  Erf: "erf",
  Softplus: "softplus",
  Elu: "elu",
} as const satisfies Readonly<Record<string, Unary>>;

/**
 * Exponential functions, logarithms and activations of floats, four at a time; other types keep their stock kernels. With them
 * a kernel for the functions that TensorFlow.js makes of several, and one for the gradients of all.
 */
export function unaryKernels(runtime: Runtime): KernelConfig[] {
  const forward = (x: TensorInfo, f: Unary) => {
    const y = runtime.output(x.shape);
    const call = { kind: unaries.indexOf(f), x: runtime.input(x), y: y.address };
    runtime.run("unary", util.sizeFromShape(x.shape), call);
    return y.info;
  };
  const instead = ([kernelName, f]: [string, Unary]): KernelConfig => {
    const stock = getKernel(kernelName, "wasm");
    const ours = kernel<{ x: TensorInfo }>(runtime, kernelName, ({ x }) => forward(x, f));
    return {
      ...ours,
      kernelFunc: (call) => (call.inputs["x"]!.dtype === "float32" ? ours : stock).kernelFunc(call),
    };
  };
  return [
    ...Object.entries(replaced).map(instead),
    kernel<{ x: TensorInfo }, { f: Unary }>(runtime, unaryName, ({ x }, { f }) => forward(x, f)),
    gradient<{ f: Unary }>(runtime, unaryGradientName, ({ f }) => f),
    gradient(runtime, "EluGrad", () => "elu"),
  ];
}

function gradient<A>(runtime: Runtime, name: string, functionOf: (attrs: A) => Unary): KernelConfig {
  return kernel<{ dy: TensorInfo; y: TensorInfo }, A>(runtime, name, ({ dy, y }, attrs) => {
    const dx = runtime.output(y.shape);
    const kind = unaries.indexOf(functionOf(attrs));
    const call = { kind, dy: runtime.input(dy), v: runtime.input(y), dx: dx.address };
    runtime.run("unaryGradient", util.sizeFromShape(y.shape), call);
    return dx.info;
  });
}
