import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernelOver } from "./define.ts";
import { isPlain } from "./move.ts";

interface Inputs {
  readonly condition: TensorInfo;
  readonly t: TensorInfo;
  readonly e: TensorInfo;
}

/**
 * `Select`, of which a condition may decide over a whole row, or an operand be one number for all ({@link choose}). Stock WASM reads and
 * writes four bytes for each bool.
 */
export function selectKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernelOver<Inputs>(
      runtime,
      "Select",
      ({ t, e }) => t.dtype === e.dtype && isPlain(t.dtype),
      ({ condition, t, e }) => {
        const single = [t, e].map(({ shape }) => shape.length === 0 && condition.shape.length > 0);
        const { shape } = single.every((one) => one) ? condition : single[0] ? e : t;
        const y = runtime.output(shape, t.dtype);
        const size = util.sizeFromShape(shape);
        runtime.run("select", size, {
          run: size / Math.max(1, util.sizeFromShape(condition.shape)),
          ia: Number(!single[0]),
          ib: Number(!single[1]),
          size: util.bytesPerElement(t.dtype),
          condition: runtime.input(condition),
          a: runtime.input(t),
          b: runtime.input(e),
          y: y.address,
        });
        return y.info;
      },
    ),
  ];
}
