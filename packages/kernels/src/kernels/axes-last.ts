import {
  backend_util,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { callerOf } from "./caller.ts";

/**
 * Reductions, whose stock kernels transpose and cast by functions of their own, in JavaScript where nothing is to be moved: here
 * by the kernels that are registered.
 */
export function reductionKernels(runtime: Runtime): KernelConfig[] {
  const names = ["Mean", "Prod", "Max", "Min", "All", "Any", "ArgMax", "ArgMin"];
  return names.map((name) => axesLast(runtime, name));
}

/** The stock kernel of a name, on axes that were brought to the end. */
export function axesLast(runtime: Runtime, kernelName: string): KernelConfig {
  const stock = getKernel(kernelName, "wasm");
  const { call, free } = callerOf(runtime);
  const key = kernelName === "Max" ? "reductionIndices" : "axis";
  return {
    ...stock,
    kernelFunc: (given) => {
      const { x } = given.inputs as { x: TensorInfo };
      const attrs = given.attrs as unknown as { readonly keepDims?: boolean } & Record<string, number | number[]>;
      const axes = util.parseAxisParam(attrs[key]!, x.shape);
      const permutation = backend_util.getAxesPermutation(axes, x.shape.length);
      const casts = kernelName === "Mean" && x.dtype !== "float32";
      if (!permutation && !casts) return stock.kernelFunc(given);
      const wide = casts ? call("Cast", { x }, { dtype: "float32" }) : x;
      const turned = permutation ? call("Transpose", { x: wide }, { perm: permutation }) : wide;
      const last = backend_util.getInnerMostAxes(axes.length, x.shape.length);
      const y = stock.kernelFunc({
        ...given,
        inputs: { x: turned },
        attrs: { ...attrs, [key]: last, keepDims: false } as NamedAttrMap,
      }) as TensorInfo;
      free([...(casts ? [wide] : []), ...(permutation ? [turned] : [])]);
      return attrs.keepDims ? { ...y, shape: backend_util.expandShapeToKeepDim(y.shape, axes) } : y;
    },
  };
}
