import { type DataType, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Output, Runtime } from "../runtime.ts";
import { kernelOver } from "./define.ts";
import { isPlain } from "./move.ts";

interface One {
  readonly x: TensorInfo;
}

/** `Fill`, `ZerosLike`, `OnesLike`, which stock WASM does in JavaScript. */
export function fillKernels(runtime: Runtime): KernelConfig[] {
  const filled = (shape: readonly number[], dtype: DataType, value: number): TensorInfo => {
    const y = runtime.output(shape, dtype);
    fillWith(runtime, y, value);
    return y.info;
  };
  const isPlainInput = ({ x }: One): boolean => isPlain(x.dtype);
  type Attributes = { shape: number[]; value: number | string; dtype?: DataType };
  return [
    kernelOver<object, Attributes>(
      runtime,
      "Fill",
      (_, { value, dtype }) => typeof value === "number" && isPlain(dtype ?? "float32"),
      (_, { shape, value, dtype = "float32" }) => filled(shape, dtype, value as number),
    ),
    kernelOver<One>(runtime, "ZerosLike", isPlainInput, ({ x }) => filled(x.shape, x.dtype, 0)),
    kernelOver<One>(runtime, "OnesLike", isPlainInput, ({ x }) => filled(x.shape, x.dtype, 1)),
  ];
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Sets all elements of an output to a number. */
export function fillWith(runtime: Runtime, { info, address }: Output, number: number): void {
  const { shape, dtype } = info;
  const [value, size] = [bitsOf(number, dtype), util.bytesPerElement(dtype)];
  runtime.run("fill", util.sizeFromShape(shape), { value, size, y: address });
}

/** The bits of a number as an element of a type. */
export function bitsOf(number: number, dtype: DataType): number {
  float[0] = number;
  return dtype === "float32" ? bits[0]! : dtype === "int32" ? number | 0 : number ? 1 : 0;
}
