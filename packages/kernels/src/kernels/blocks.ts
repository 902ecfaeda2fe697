import { backend_util, getKernel, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { callerOf } from "./caller.ts";
import { isPlain } from "./move.ts";

type Pairs = readonly (readonly [number, number])[];

/**
 * Blocks of pixels that become images of a batch or channels, and the reverse: a transposition between two shapes, where stock WASM
 * goes element by element.
 */
export function blockKernels(runtime: Runtime): KernelConfig[] {
  const { call, free } = callerOf(runtime);
  /** `x` read as `shape`, transposed, read as another. */
  const rearrange = (x: TensorInfo, shape: number[], perm: number[], result: number[]): TensorInfo => ({
    ...call("Transpose", { x: { ...x, shape } }, { perm }),
    shape: result,
  });
  return [
    instead<{ blockShape: number[]; crops: number[][] }>("BatchToSpaceND", (x, { blockShape, crops }) => {
      const size = blockShape.reduce((product, each) => product * each, 1);
      const shape = backend_util.getReshaped(x.shape, blockShape, size);
      const perm = backend_util.getPermuted(shape.length, blockShape.length);
      const whole = backend_util.getReshapedPermuted(x.shape, blockShape, size);
      const spread = rearrange(x, shape, perm, whole);
      const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
      const kept = call(
        "Slice",
        { x: spread },
        { begin, size: backend_util.getSliceSize(whole, crops, blockShape.length) },
      );
      free([spread]);
      return kept;
    }),
    instead<{ blockShape: number[]; paddings: Pairs }>("SpaceToBatchND", (x, { blockShape, paddings }) => {
      const size = blockShape.reduce((product, each) => product * each, 1);
      const rest = x.shape.slice(1 + blockShape.length).map(() => [0, 0]);
      const padded = call("PadV2", { x }, { paddings: [[0, 0], ...paddings, ...rest], constantValue: 0 });
      const shape = backend_util.getReshaped(padded.shape, blockShape, size, false);
      const perm = backend_util.getPermuted(shape.length, blockShape.length, false);
      const result = backend_util.getReshapedPermuted(padded.shape, blockShape, size, false);
      const made = rearrange(padded, shape, perm, result);
      free([padded]);
      return made;
    }),
    instead<{ blockSize: number; dataFormat: "NHWC" | "NCHW" }>(
      "DepthToSpace",
      (x, { blockSize: block, dataFormat }) => {
        const [n, a, b, c] = x.shape as [number, number, number, number];
        return dataFormat === "NHWC"
          ? rearrange(
              x,
              [n, a, b, block, block, c / block ** 2],
              [0, 1, 3, 2, 4, 5],
              [n, a * block, b * block, c / block ** 2],
            )
          : rearrange(
              x,
              [n, block, block, a / block ** 2, b, c],
              [0, 3, 4, 1, 5, 2],
              [n, a / block ** 2, b * block, c * block],
            );
      },
    ),
  ];
}

/** Made of other kernels, each of which has a frame of its own; strings are left to the stock kernel. */
function instead<A>(kernelName: string, compute: (x: TensorInfo, attrs: A) => TensorInfo): KernelConfig {
  const stock = getKernel(kernelName, "wasm");
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: (given) => {
      const { x } = given.inputs as { x: TensorInfo };
      return isPlain(x.dtype) ? compute(x, given.attrs as A) : stock.kernelFunc(given);
    },
  };
}
