import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { orderName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

interface Attributes {
  readonly axis: number;
  readonly falling: boolean;
}

/** Bytes that sorting needs for each number of a row. */
const bytesEach = 16;
/** Rows longer than this are sorted one after the other in memory that is given back. */
const long = 1 << 16;

/** Places that sort along an axis, for which TensorFlow.js has no kernel. */
export function orderKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo }, Attributes>(
      runtime,
      orderName,
      ({ x }, { axis, falling }) => {
        const y = runtime.output(x.shape, "int32");
        const length = x.shape[axis] ?? 1;
        const inner = util.sizeFromShape(x.shape.slice(axis + 1));
        const outer = util.sizeFromShape(x.shape.slice(0, axis));
        const shared = { falling: Number(falling), integers: Number(x.dtype === "int32"), length, inner };
        const from = runtime.input(x);
        if (length <= long) {
          const given = { ...shared, x: from, y: y.address, room: 0 };
          runtime.run("order", outer * inner, given, bytesEach * length);
          return y.info;
        }
        const room = runtime.workspace(bytesEach * length);
        for (let o = 0; o < outer; o++) {
          for (let i = 0; i < inner; i++) {
            const at = 4 * (o * length * inner + i);
            runtime.run("order", 1, { ...shared, x: from + at, y: y.address + at, room });
          }
        }
        return y.info;
      },
      { types: ["float32", "int32"] },
    ),
  ];
}
