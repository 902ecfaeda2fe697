import { broadcast_util, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { applyActivation, type FusedActivation, outputFlags } from "./activation.ts";
import { kernel } from "./define.ts";
import { product } from "./product.ts";

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
}

/** `BatchMatMul` and `_FusedMatMul` in all four transposes, with broadcast batch axes. */
export function matMulKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<Operands, Transposes>(runtime, "BatchMatMul", ({ a, b }, attrs) => matMul(runtime, { a, b }, attrs), {
      types: ["float32", "int32"],
    }),
    fused(runtime),
  ];
}

function fused(runtime: Runtime): KernelConfig {
  type Inputs = Operands & { preluActivationWeights?: TensorInfo };
  const linear = kernel<Inputs, Transposes & FusedActivation>(runtime, "_FusedMatMul", (inputs, attrs) =>
    matMul(runtime, inputs, attrs, attrs.activation),
  );
  return {
    ...linear,
    kernelFunc: (call) => {
      const { preluActivationWeights } = call.inputs as unknown as Inputs; // as in define.ts
      return applyActivation(
        runtime,
        linear.kernelFunc(call) as TensorInfo,
        (call.attrs ?? {}) as FusedActivation,
        preluActivationWeights,
      );
    },
  };
}

/** `op(a) op(b)`, then a bias of the length of its rows and an activation. */
export function matMul(
  runtime: Runtime,
  { a, b, bias }: Operands,
  { transposeA, transposeB }: Transposes,
  activation?: string,
): TensorInfo {
  const [rowsA = 1, columnsA = 1] = a.shape.slice(-2);
  const [rowsB = 1, columnsB = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  if (a.dtype === "int32") return integerMatMul(runtime, a, b, { transposeA, transposeB }, [...batch, m, n], k);
  const y = runtime.output([...batch, m, n]);
  const call = {
    transposeA: Number(transposeA),
    transposeB: Number(transposeB),
    m,
    n,
    k,
    bias: bias ? runtime.input(bias) : 0,
    flags: outputFlags(bias, activation),
  };
  const addressA = runtime.input(a);
  const addressB = runtime.input(b);
  const matrices = util.sizeFromShape(batch);
  if (matrices === 1) {
    product(runtime, { ...call, a: addressA, lda: columnsA, b: addressB, ldb: columnsB, c: y.address, ldc: n });
    return y.info;
  }
  // the innermost batch axes that need no more than one stride each are one command; axes outside of them, one call each
  const { inner, outer } = splitBatch(batch, batchA, batchB);
  outer.forEach(([atA, atB], i) => {
    runtime.run("batchGemm", inner.count, {
      ...call,
      a: addressA + 4 * atA * m * k,
      strideA: inner.a * m * k,
      b: addressB + 4 * atB * k * n,
      strideB: inner.b * k * n,
      c: y.address + 4 * i * inner.count * m * n,
      strideC: m * n,
    });
  });
  return y.info;
}

/** Splits a broadcast batch into an inner run with constant steps (0 or 1 matrices) and the starts of the runs. */
export function splitBatch(batch: readonly number[], batchA: readonly number[], batchB: readonly number[]) {
  const padded = (shape: readonly number[]) => [...new Array<number>(batch.length - shape.length).fill(1), ...shape];
  const a = padded(batchA);
  const b = padded(batchB);
  let axis = batch.length;
  let count = 1;
  let stepA: number | undefined;
  let stepB: number | undefined;
  while (axis > 0) {
    const size = batch[axis - 1]!;
    if (size !== 1) {
      const nextA = a[axis - 1] === 1 ? 0 : 1;
      const nextB = b[axis - 1] === 1 ? 0 : 1;
      if ((stepA ?? nextA) !== nextA || (stepB ?? nextB) !== nextB) break;
      stepA = nextA;
      stepB = nextB;
      count *= size;
    }
    axis--;
  }
  let outer: [number, number][] = [[0, 0]];
  // strides of the outer axes, from the innermost of them outwards
  const sizeInner = (shape: readonly number[]) => util.sizeFromShape(shape.slice(axis));
  let unitA = sizeInner(a);
  let unitB = sizeInner(b);
  for (let i = axis - 1; i >= 0; i--) {
    const perA = a[i] === 1 ? 0 : unitA;
    const perB = b[i] === 1 ? 0 : unitB;
    outer = Array.from({ length: batch[i]! }, (_, at) =>
      outer.map(([x, y]): [number, number] => [x + at * perA, y + at * perB]),
    ).flat();
    unitA *= a[i]!;
    unitB *= b[i]!;
  }
  return { inner: { count, a: stepA ?? 0, b: stepB ?? 0 }, outer };
}

/** Products of integers wrap around at 32 bits, as everywhere; too rare for a kernel of their own. */
function integerMatMul(
  runtime: Runtime,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: Transposes,
  shape: number[],
  k: number,
): TensorInfo {
  const [m = 1, n = 1] = shape.slice(-2);
  const x = runtime.backend.readSync(a.dataId) as Int32Array;
  const y = runtime.backend.readSync(b.dataId) as Int32Array;
  const batch = shape.slice(0, -2);
  const { inner, outer } = splitBatch(batch, a.shape.slice(0, -2), b.shape.slice(0, -2));
  const result = new Int32Array(util.sizeFromShape(shape));
  let at = 0;
  for (const [startA, startB] of outer) {
    for (let matrix = 0; matrix < inner.count; matrix++) {
      const baseA = (startA + matrix * inner.a) * m * k;
      const baseB = (startB + matrix * inner.b) * k * n;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++, at++) {
          let sum = 0;
          for (let p = 0; p < k; p++) {
            sum =
              (sum +
                Math.imul(
                  x[baseA + (transposeA ? p * m + i : i * k + p)]!,
                  y[baseB + (transposeB ? j * k + p : p * n + j)]!,
                )) |
              0;
          }
          result[at] = sum;
        }
      }
    }
  }
  return { dataId: runtime.backend.write(result, shape, "int32"), shape, dtype: "int32" };
}
