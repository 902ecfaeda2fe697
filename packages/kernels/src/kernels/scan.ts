import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernelOver } from "./define.ts";

interface One {
  readonly x: TensorInfo;
}
interface Attributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Added to the operations of assembly/scan.ts for integers. */
const integers = 16;

/** `Cumsum` and `Cumprod` along any axis, without the transpositions that stock WASM makes where it is not the last. */
export function scanKernels(runtime: Runtime): KernelConfig[] {
  return Object.entries({ Cumsum: 0, Cumprod: 1 }).map(([name, op]) =>
    kernelOver<One, Attributes>(
      runtime,
      name,
      ({ x }) => x.dtype === "float32" || x.dtype === "int32",
      ({ x }, { axis, exclusive, reverse }) => {
        const y = runtime.output(x.shape, x.dtype);
        const [along] = x.shape.length === 0 ? [0] : util.parseAxisParam(axis, x.shape);
        const outer = util.sizeFromShape(x.shape.slice(0, along));
        const inner = util.sizeFromShape(x.shape.slice(along! + 1));
        runtime.run("scan", inner === 1 ? outer : outer * Math.ceil(inner / 16), {
          op: x.dtype === "int32" ? integers + op : op,
          exclusive: Number(exclusive),
          reverse: Number(reverse),
          length: x.shape[along!] ?? 1,
          inner,
          x: runtime.input(x),
          y: y.address,
        });
        return y.info;
      },
    ),
  );
}
