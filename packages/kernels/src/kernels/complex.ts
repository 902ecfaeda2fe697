import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";

/**
 * Complex tensors, which the stock WASM backend has not: pairs of float32, made of two tensors and taken apart again.
 * Other kernels do not know them, and the gradient tape takes float32 alone.
 */
export function complexKernels({ backend }: Runtime): KernelConfig[] {
  const read = ({ dataId }: TensorInfo): Float32Array => backend.readSync(dataId) as Float32Array;
  const write = (values: Float32Array, shape: number[], dtype: "float32" | "complex64"): TensorInfo => ({
    dataId: backend.write(values, shape, dtype),
    shape,
    dtype,
  });
  const part = (input: TensorInfo, first: 0 | 1): TensorInfo => {
    const pairs = read(input);
    const values = new Float32Array(pairs.length / 2);
    for (let i = 0; i < values.length; i++) values[i] = pairs[2 * i + first]!;
    return write(values, input.shape, "float32");
  };
  return [
    {
      kernelName: "Complex",
      backendName: "wasm",
      kernelFunc: ({ inputs }) => {
        const { real, imag } = inputs as { real: TensorInfo; imag: TensorInfo };
        const [re, im] = [read(real), read(imag)];
        const pairs = new Float32Array(2 * re.length);
        for (let i = 0; i < re.length; i++) {
          pairs[2 * i] = re[i]!;
          pairs[2 * i + 1] = im[i]!;
        }
        return write(pairs, real.shape, "complex64");
      },
    },
    { kernelName: "Real", backendName: "wasm", kernelFunc: ({ inputs }) => part(inputs["input"]!, 0) },
    { kernelName: "Imag", backendName: "wasm", kernelFunc: ({ inputs }) => part(inputs["input"]!, 1) },
  ];
}
