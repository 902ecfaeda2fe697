import { backend_util, type DataType, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { bitwiseNames as bits, divideNoNanName, signBitName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { type Axis, broadcastSteps, mergeAxes, padAxes } from "./axes.ts";
import { kernelOver } from "./define.ts";

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** Operations of assembly/binary.ts by the names of their kernels: of floats and integers, of one of them. */
export const arithmetic = {
  Add: 0,
  Sub: 1,
  Multiply: 2,
  Maximum: 4,
  Minimum: 5,
  SquaredDifference: 6,
  Mod: 8,
  FloorDiv: 9,
};
const ofFloats = { RealDiv: 3, Pow: 7, Atan2: 10, [divideNoNanName]: 15 };
const prelu = 11;
const ofIntegers = { [bits.and]: 12, [bits.or]: 13, [bits.xor]: 14, [bits.left]: 15, [bits.right]: 16 };
/** Comparisons of assembly/compare.ts; `Greater` is `Less` the other way round, and only NaN is not equal to itself. */
const comparisons = { Equal: 0, NotEqual: 1, Less: 2, LessEqual: 3 };
const turned = { Greater: 2, GreaterEqual: 3 };
const ofOneFloat = { IsNan: 1, IsInf: 4, IsFinite: 5, [signBitName]: 6 };
/** Operations of assembly/logic.ts. */
const logical = { LogicalAnd: 0, LogicalOr: 1, LogicalXor: 2 };
const not = 3;
/** Added to operations and comparisons of integers. */
const integers = 16;

/** Element-wise arithmetic, comparisons and logic with broadcasting. */
export function binaryKernels(runtime: Runtime): KernelConfig[] {
  const of =
    (...types: DataType[]) =>
    ({ a, b }: Operands): boolean =>
      a.dtype === b.dtype && types.includes(a.dtype);
  const codeOf = (code: number, { dtype }: TensorInfo) => (dtype === "int32" ? integers + code : code);
  const pairs = (
    table: Readonly<Record<string, number>>,
    fits: (operands: Operands) => boolean,
    compute: (code: number, a: TensorInfo, b: TensorInfo) => TensorInfo,
  ): KernelConfig[] =>
    Object.entries(table).map(([name, code]) =>
      kernelOver<Operands>(runtime, name, fits, ({ a, b }) => compute(codeOf(code, a), a, b)),
    );
  const combine = (code: number, a: TensorInfo, b: TensorInfo) => rowByRow(runtime, "binary", code, a, b, a.dtype);
  const compare = (code: number, a: TensorInfo, b: TensorInfo) => rowByRow(runtime, "compare", code, a, b, "bool");
  const decide = (code: number, a: TensorInfo, b: TensorInfo) => rowByRow(runtime, "logic", code, a, b, "bool");
  const numbers = of("float32", "int32");
  return [
    ...pairs(arithmetic, numbers, combine),
    ...pairs(ofFloats, of("float32"), combine),
    ...pairs(ofIntegers, of("int32"), combine),
    ...pairs(comparisons, numbers, compare),
    ...pairs(turned, numbers, (code, a, b) => compare(code, b, a)),
    ...pairs(logical, of("bool"), decide),
    kernelOver<{ x: TensorInfo; alpha: TensorInfo }>(
      runtime,
      "Prelu",
      ({ x, alpha }) => x.dtype === "float32" && alpha.dtype === "float32",
      ({ x, alpha }) => combine(prelu, x, alpha),
    ),
    kernelOver<{ x: TensorInfo }>(
      runtime,
      "LogicalNot",
      ({ x }) => x.dtype === "bool",
      ({ x }) => decide(not, x, x),
    ),
    ...Object.entries(ofOneFloat).map(([name, code]) =>
      kernelOver<{ x: TensorInfo }>(
        runtime,
        name,
        ({ x }) => x.dtype === "float32",
        ({ x }) => compare(code, x, x),
      ),
    ),
  ];
}

/** Elements of a row where all the work is one row: pieces that threads can share. */
const piece = 4096;

/** Axes around a row that is all there is. */
const oneRow = { d1: 1, d2: 1, d3: 1, d4: 1, s0: 0, s1: 0, s2: 0, s3: 0, s4: 0, t0: 0, t1: 0, t2: 0, t3: 0, t4: 0 };

function rowByRow(
  runtime: Runtime,
  command: "binary" | "compare" | "logic",
  op: number,
  a: TensorInfo,
  b: TensorInfo,
  dtype: DataType,
): TensorInfo {
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const y = runtime.output(shape, dtype);
  const size = util.sizeFromShape(shape);
  if (size === 0) return y.info;
  const [sizeA, sizeB] = [util.sizeFromShape(a.shape), util.sizeFromShape(b.shape)];
  if (size < 2 * piece && (sizeA === size || sizeA === 1) && (sizeB === size || sizeB === 1)) {
    // one row, as most small operands are
    runtime.run(command, 1, {
      ...oneRow,
      op,
      n: size,
      ia: sizeA === size ? 1 : 0,
      ib: sizeB === size ? 1 : 0,
      a: runtime.input(a),
      b: runtime.input(b),
      y: y.address,
    });
    return y.info;
  }
  const [s, t] = [broadcastSteps(a.shape, shape.length), broadcastSteps(b.shape, shape.length)];
  const merged = mergeAxes(shape.map((size, i) => ({ size, steps: [s[i]!, t[i]!] })));
  const inner = merged.pop() ?? { size: 1, steps: [1, 1] };
  const [from, to] = [util.bytesPerElement(a.dtype), util.bytesPerElement(dtype)];
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
      a: runtime.input(a) + from * at * inner.steps[0]!,
      b: runtime.input(b) + from * at * inner.steps[1]!,
      y: y.address + to * at,
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
