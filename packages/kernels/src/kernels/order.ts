import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { orderName } from "../fused/names.ts";
import type { Output, Runtime } from "../runtime.ts";
import { kernel, kernelOver } from "./define.ts";

/** Bytes that sorting needs for each number of a row. */
const bytesEach = 16;
/** Rows longer than this are sorted one after the other in memory that is given back. */
const long = 1 << 16;

interface One {
  readonly x: TensorInfo;
}

interface Wanted {
  readonly axis: number;
  readonly falling: boolean;
  /** How many places of each row. */
  readonly count: number;
}

/** Places that sort along an axis, for which TensorFlow.js has no kernel, and `TopK`, which stock WASM finds in JavaScript. */
export function orderKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<One, { axis: number; falling: boolean }>(
      runtime,
      orderName,
      ({ x }, attrs) => {
        const y = runtime.output(x.shape, "int32");
        order(runtime, x, { ...attrs, count: x.shape[attrs.axis] ?? 1 }, y);
        return y.info;
      },
      { types: ["float32", "int32"] },
    ),
    kernelOver<One, { k: number }>(
      runtime,
      "TopK",
      ({ x }) => x.dtype === "float32" || x.dtype === "int32",
      ({ x }, { k: count }) => {
        const shape = [...x.shape.slice(0, -1), count];
        const [values, places] = [runtime.output(shape, x.dtype), runtime.output(shape, "int32")];
        order(runtime, x, { axis: x.shape.length - 1, falling: true, count }, places, values);
        return [values.info, places.info];
      },
    ),
  ];
}

function order(runtime: Runtime, x: TensorInfo, { axis, falling, count }: Wanted, y: Output, values?: Output): void {
  const length = x.shape[axis] ?? 1;
  const inner = util.sizeFromShape(x.shape.slice(axis + 1));
  const outer = util.sizeFromShape(x.shape.slice(0, axis));
  const shared = { falling: Number(falling), integers: Number(x.dtype === "int32"), length, inner, count };
  const [from, to] = [runtime.input(x), values?.address ?? 0];
  if (length <= long) {
    const given = { ...shared, x: from, y: y.address, values: to, room: 0 };
    runtime.run("order", outer * inner, given, bytesEach * length);
    return;
  }
  const room = runtime.workspace(bytesEach * length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const [read, write] = [4 * (o * length * inner + i), 4 * (o * count * inner + i)];
      const given = { ...shared, x: from + read, y: y.address + write, values: to && to + write, room };
      runtime.run("order", 1, given);
    }
  }
}
