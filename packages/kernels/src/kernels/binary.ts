import { backend_util, type DataType, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { type Axis, broadcastSteps, mergeAxes, padAxes } from "./axes.ts";
import { kernelOver } from "./define.ts";

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** Operations of assembly/binary.ts by the names of their kernels. */
const arithmetic = { Add: 0, Sub: 1, Multiply: 2, RealDiv: 3, Maximum: 4, Minimum: 5, SquaredDifference: 6 };
/** Comparisons of assembly/compare.ts; `Greater` is `Less` the other way round. */
const comparisons = { Equal: 0, NotEqual: 1, Less: 2, LessEqual: 3 };
const turned = { Greater: 2, GreaterEqual: 3 };
const integers = 16;

/** Element-wise arithmetic and comparisons with broadcasting, of float32 and int32. */
export function binaryKernels(runtime: Runtime): KernelConfig[] {
  const fits = ({ a, b }: Operands) => a.dtype === b.dtype && (a.dtype === "float32" || a.dtype === "int32");
  const codeOf = (code: number, { dtype }: TensorInfo) => (dtype === "int32" ? integers + code : code);
  return [
    ...Object.entries(arithmetic).map(([name, code]) =>
      kernelOver<Operands>(
        runtime,
        name,
        (operands) => fits(operands) && (name !== "RealDiv" || operands.a.dtype === "float32"),
        ({ a, b }) => rowByRow(runtime, "binary", codeOf(code, a), a, b, a.dtype),
      ),
    ),
    ...Object.entries(comparisons).map(([name, code]) =>
      kernelOver<Operands>(runtime, name, fits, ({ a, b }) =>
        rowByRow(runtime, "compare", codeOf(code, a), a, b, "bool"),
      ),
    ),
    ...Object.entries(turned).map(([name, code]) =>
      kernelOver<Operands>(runtime, name, fits, ({ a, b }) =>
        rowByRow(runtime, "compare", codeOf(code, a), b, a, "bool"),
      ),
    ),
  ];
}

/** Elements of a row where all the work is one row: pieces that threads can share. */
const piece = 4096;

function rowByRow(
  runtime: Runtime,
  command: "binary" | "compare",
  op: number,
  a: TensorInfo,
  b: TensorInfo,
  dtype: DataType,
): TensorInfo {
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const y = runtime.output(shape, dtype);
  if (util.sizeFromShape(shape) === 0) return y.info;
  const [s, t] = [broadcastSteps(a.shape, shape.length), broadcastSteps(b.shape, shape.length)];
  const merged = mergeAxes(shape.map((size, i) => ({ size, steps: [s[i]!, t[i]!] })));
  const inner = merged.pop() ?? { size: 1, steps: [1, 1] };
  const bytes = util.bytesPerElement(dtype);
  const run = (units: number, axes: typeof merged, n: number, at: number): void => {
    const [o0, o1, o2, o3, o4] = padAxes(axes, 5, 2) as [Axis, Axis, Axis, Axis, Axis];
    runtime.run(command, units, {
      op,
      d1: o1.size,
      d2: o2.size,
      d3: o3.size,
      d4: o4.size,
      s0: o0.steps[0]!,
      s1: o1.steps[0]!,
      s2: o2.steps[0]!,
      s3: o3.steps[0]!,
      s4: o4.steps[0]!,
      t0: o0.steps[1]!,
      t1: o1.steps[1]!,
      t2: o2.steps[1]!,
      t3: o3.steps[1]!,
      t4: o4.steps[1]!,
      n,
      ia: inner.steps[0]!,
      ib: inner.steps[1]!,
      a: runtime.input(a) + 4 * at * inner.steps[0]!,
      b: runtime.input(b) + 4 * at * inner.steps[1]!,
      y: y.address + bytes * at,
    });
  };
  if (merged.length > 0 || inner.size < 2 * piece) {
    run(
      merged.reduce((product, { size }) => product * size, 1),
      merged,
      inner.size,
      0,
    );
    return y.info;
  }
  const whole = Math.floor(inner.size / piece);
  run(whole, [{ size: whole, steps: inner.steps.map((step) => step * piece) }], piece, 0);
  if (inner.size > whole * piece) run(1, [], inner.size - whole * piece, whole * piece);
  return y.info;
}
