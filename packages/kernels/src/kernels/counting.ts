import { type DataType, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernelOver } from "./define.ts";
import { bitsOf } from "./fill.ts";
import { isPlain } from "./move.ts";

interface Bins {
  readonly size: number;
  readonly binaryOutput?: boolean;
}

/** `OneHot`, and how often numbers occur: `Bincount`, `DenseBincount`. */
export function countingKernels(runtime: Runtime): KernelConfig[] {
  return [oneHot(runtime), ...["Bincount", "DenseBincount"].map((name) => bincount(runtime, name))];
}

function oneHot(runtime: Runtime): KernelConfig {
  type Attributes = { depth: number; onValue: number; offValue: number; dtype?: DataType };
  return kernelOver<{ indices: TensorInfo }, Attributes>(
    runtime,
    "OneHot",
    ({ indices }, { dtype = "int32" }) => indices.dtype === "int32" && isPlain(dtype),
    ({ indices }, { depth, onValue, offValue, dtype = "int32" }) => {
      const y = runtime.output([...indices.shape, depth], dtype);
      runtime.run("oneHot", util.sizeFromShape(indices.shape), {
        depth,
        on: bitsOf(onValue, dtype),
        off: bitsOf(offValue, dtype),
        size: util.bytesPerElement(dtype),
        ids: runtime.input(indices),
        y: y.address,
      });
      return y.info;
    },
  );
}

function bincount(runtime: Runtime, kernelName: string): KernelConfig {
  return kernelOver<{ x: TensorInfo; weights: TensorInfo }, Bins>(
    runtime,
    kernelName,
    ({ x, weights }) => x.dtype === "int32" && (weights.dtype === "int32" || weights.dtype === "float32"),
    ({ x, weights }, { size, binaryOutput = false }) => {
      const rows = x.shape.length === 2 ? x.shape[0]! : 1;
      const y = runtime.output([...x.shape.slice(0, -1), size], weights.dtype);
      runtime.run("bincount", rows, {
        length: x.shape.at(-1) ?? 1,
        size,
        binary: Number(binaryOutput),
        integers: Number(weights.dtype === "int32"),
        x: runtime.input(x),
        weights: util.sizeFromShape(weights.shape) > 0 ? runtime.input(weights) : 0,
        y: y.address,
      });
      return y.info;
    },
  );
}
