import { engine, type Tensor } from "@hornbeam/kernels/tfjs";
import { bitwiseNames, signBitName } from "./names.ts";

/**
 * Operations on the bits of int32 tensors, with broadcasting; shifts go by the lowest five bits of `b`. Only the backend that
 * `start()` makes has them.
 *
 * @example
 * bitwise("xor", tensor1d([6], "int32"), tensor1d([3], "int32")); // [5]
 */
export function bitwise(op: keyof typeof bitwiseNames, a: Tensor, b: Tensor): Tensor {
  return engine().runKernel(bitwiseNames[op], { a, b }) as Tensor;
}

/**
 * Whether floats have a minus sign, that of -0 and of NaN included. Only the backend that `start()` makes has it.
 *
 * @example
 * signBit(tensor1d([-1, 0, -0])); // [true, false, true]
 */
export function signBit(x: Tensor): Tensor {
  return engine().runKernel(signBitName, { x }) as Tensor;
}
