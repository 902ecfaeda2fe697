import { type DataType, engine, type Tensor, util } from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { KernelError } from "../errors.ts";
import { isRecording } from "./host.ts";
import type { HostValues } from "./instruction.ts";

/** JavaScript that makes an array of others; it must not keep them. */
export type HostWork = (...inputs: readonly HostValues[]) => HostValues;

/**
 * A tensor that JavaScript computes from the values of others, for what no kernel does. A recorded step does the work with each
 * replay, at its place among the kernels. It has no gradient.
 *
 * @param work Gives as many values as the shape has, of the type's own kind of array.
 * @example
 * hostWork([tensor1d([3, 4])], [], "float32", (values) => Float32Array.of(Math.hypot(...values))); // 5
 */
export function hostWork(
  inputs: readonly Tensor[],
  shape: readonly number[],
  dtype: Exclude<DataType, "string" | "complex64">,
  work: HostWork,
): Tensor {
  if (!isRecording()) {
    const values = work(...inputs.map((input) => input.dataSync() as HostValues));
    return engine().makeTensor(values, [...shape], dtype);
  }
  const { runtime } = current();
  const kinds = inputs.map(({ size, dtype }) => ({ size, dtype }));
  const info = runtime.frame(() => {
    const y = runtime.output(shape, dtype);
    const room = util.sizeFromShape([...shape]) * util.bytesPerElement(dtype);
    const addresses = [...inputs.map((input) => runtime.input(input)), y.address];
    runtime.onHost(addresses, (at) => {
      const { buffer } = runtime.bytes;
      const made = work(...kinds.map(({ size, dtype }, i) => viewOf(buffer, at[i]!, size, dtype)));
      if (made.byteLength !== room)
        throw new KernelError(`Cannot do host work: it must give ${room} bytes each time, received ${made.byteLength}`);
      runtime.bytes.set(new Uint8Array(made.buffer, made.byteOffset, made.byteLength), at.at(-1)!);
    });
    return y.info;
  });
  return engine().makeTensorFromTensorInfo(info);
}

/** Values in memory, by their type. */
export function viewOf(buffer: ArrayBufferLike, address: number, size: number, dtype: DataType): HostValues {
  if (dtype === "float32") return new Float32Array(buffer, address, size);
  return dtype === "int32" ? new Int32Array(buffer, address, size) : new Uint8Array(buffer, address, size);
}
