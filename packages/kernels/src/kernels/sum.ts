import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { axesLast } from "./axes-last.ts";
import { kernel } from "./define.ts";

/** `Sum` over all axes but the last, as for the gradient of a bias; stock WASM transposes for it. Other sums are its own. */
export function sumKernels(runtime: Runtime): KernelConfig[] {
  const stock = axesLast(runtime, "Sum");
  const ours = kernel<{ x: TensorInfo }, { axis: number | number[]; keepDims?: boolean }>(
    runtime,
    "Sum",
    ({ x }, { keepDims }) => {
      const columns = x.shape.at(-1)!;
      const y = runtime.output(keepDims ? [...x.shape.slice(0, -1).fill(1), columns] : [columns]);
      columnSums(runtime, util.sizeFromShape(x.shape) / columns, columns, runtime.input(x), y.address);
      return y.info;
    },
  );
  return [
    {
      ...ours,
      kernelFunc: (call) => {
        const { x } = call.inputs as { x: TensorInfo };
        const { axis } = call.attrs as unknown as { axis: number | number[] };
        const axes = util.parseAxisParam(axis, x.shape);
        const last = x.shape.length - 1;
        const leading = last > 0 && axes.length === last && !axes.includes(last) && util.sizeFromShape(x.shape) > 0;
        return leading && x.dtype === "float32" ? ours.kernelFunc(call) : stock.kernelFunc(call);
      },
    },
  ];
}

/** Adds the rows of `parts` partial sums in their order. */
export function addParts(runtime: Runtime, parts: number, columns: number, x: number, y: number): void {
  runtime.run("sumRows", columns, { rows: parts, columns, x, y });
}

/** Rows of a long sum are added up in this many parts, for the sum's precision and for threads. */
const partsOf = (rows: number) => (rows >= 1024 ? 8 : 1);

/** Column sums of the rows at `x`, written to `sums`; with `y` and flags also `dx`, see activation-gradient.ts. */
export function columnSums(
  runtime: Runtime,
  rows: number,
  columns: number,
  dy: number,
  sums: number,
  { y = 0, dx = 0, flags = 0 }: { y?: number; dx?: number; flags?: number } = {},
): void {
  const parts = partsOf(rows);
  const partial = parts > 1 ? runtime.workspace(4 * parts * columns) : sums;
  runtime.run("activationGradient", parts, { rows, columns, parts, flags, dy, y, dx, sums: partial });
  if (parts > 1) addParts(runtime, parts, columns, partial, sums);
}
