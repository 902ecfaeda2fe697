import { broadcastTo, engine, getKernel, type Tensor, where } from "@hornbeam/kernels/tfjs";
import { orderName } from "./names.ts";

/**
 * `a` where the condition holds and `b` elsewhere, without repeating an operand that is one number.
 *
 * - condition: any shape
 * - a, b: that shape, or `[]`
 *
 * @example
 * choose(tensor1d([1, 0], "bool"), tensor1d([3, 4]), scalar(9)); // [3, 9]
 */
export function choose(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const fits = a.dtype === b.dtype && a.dtype !== "string" && getKernel(orderName, engine().backendName);
  if (!fits) return where(condition, broadcastTo(a, condition.shape), broadcastTo(b, condition.shape));
  const attrs = { shapes: [a.shape, b.shape] };
  return engine().runKernel("Select", { condition, t: a, e: b }, attrs as never) as Tensor; // shapes are lists of lists
}
