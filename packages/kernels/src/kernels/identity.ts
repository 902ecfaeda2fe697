import type { DataType, KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

const codes: Readonly<Record<string, number>> = { float32: 0, int32: 1, bool: 2 };

/**
 * `Identity` shares the values of its input, where stock WASM copies them: TensorFlow.js clones every tensor that it saves for
 * a gradient. `Cast` to the same type does too; to `bool` it gives `x != 0`, where stock WASM cuts 0.5 off to false.
 */
export function identityKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo }>(runtime, "Identity", ({ x }) => share(runtime, x), { types: "any" }),
    kernel<{ x: TensorInfo }, { dtype: DataType }>(runtime, "Cast", ({ x }, { dtype }) => cast(runtime, x, dtype), {
      types: "any",
    }),
  ];
}

/** Another tensor with the same values, without a copy. */
export function share(runtime: Runtime, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  runtime.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

function cast(runtime: Runtime, x: TensorInfo, dtype: DataType): TensorInfo {
  if (x.dtype === dtype) return share(runtime, x);
  const from = codes[x.dtype];
  const to = codes[dtype];
  if (from === undefined || to === undefined) throw new TypeError(`Cannot cast ${x.dtype} to ${dtype}`);
  const y = runtime.output(x.shape, dtype);
  const size = x.shape.reduce((a, b) => a * b, 1);
  runtime.run("cast", size, { from, to, x: runtime.input(x), y: y.address });
  return y.info;
}
