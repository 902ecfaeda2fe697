import { backend_util, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { type Caller, callerOf } from "./caller.ts";

/**
 * Kernels that stock WASM builds of others in JavaScript: here they are built of the kernels that are registered, so that they are
 * fast where those are, and steps with them can be recorded.
 */
export function arrangedKernels(runtime: Runtime): KernelConfig[] {
  const { call, free } = callerOf(runtime);
  return [pack(call), unpack(call), splitV(call), addN(call, free)];
}

function pack(call: Caller["call"]): KernelConfig {
  return made("Pack", (inputs, { axis }: { axis: number }) => {
    const tensors = Object.values(inputs);
    const [first] = tensors as [TensorInfo];
    for (const { shape } of tensors)
      util.assertShapesMatch(first.shape, shape, "All tensors passed to stack must have matching shapes");
    const [along] = util.parseAxisParam(axis, [...first.shape, 1]) as [number];
    const shape = first.shape.toSpliced(along, 0, 1);
    return call(
      "Concat",
      Object.assign(
        [],
        tensors.map((tensor) => ({ ...tensor, shape })),
      ),
      { axis: along },
    );
  });
}

function unpack(call: Caller["call"]): KernelConfig {
  return made("Unpack", ({ value }, { axis }: { axis: number }) => {
    const { shape } = value!;
    const [along] = util.parseAxisParam(axis, shape) as [number];
    const begin = shape.map(() => 0);
    const size = shape.with(along, 1);
    return Array.from({ length: shape[along]! }, (_, i) => ({
      ...call("Slice", { x: value }, { begin: begin.with(along, i), size }),
      shape: shape.toSpliced(along, 1),
    }));
  });
}

function splitV(call: Caller["call"]): KernelConfig {
  return made("SplitV", ({ x }, attrs: { numOrSizeSplits: number | number[]; axis: number }) => {
    const { shape } = x!;
    const [along] = util.parseAxisParam(attrs.axis, shape) as [number];
    const sizes = backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, along); // typed as a tensor, read as its shape
    let at = 0;
    return sizes.map((each) => {
      const begin = shape.map((_, i) => (i === along ? at : 0));
      at += each;
      return call("Slice", { x }, { begin, size: shape.with(along, each) });
    });
  });
}

function addN(call: Caller["call"], free: Caller["free"]): KernelConfig {
  return made("AddN", (inputs) => {
    const [first, ...rest] = Object.values(inputs) as [TensorInfo, ...TensorInfo[]];
    if (rest.length === 0) return call("Identity", { x: first });
    return rest.reduce((sum, tensor, i) => {
      const next = call("Add", { a: sum, b: tensor });
      if (i > 0) free([sum]);
      return next;
    }, first);
  });
}

function made<A>(
  kernelName: string,
  compute: (inputs: Readonly<Record<string, TensorInfo>>, attrs: A) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => compute(inputs as Record<string, TensorInfo>, (attrs ?? {}) as A),
  };
}
