import {
  div,
  engine,
  equal,
  getKernel,
  mul,
  neg,
  onesLike,
  type Tensor,
  where,
  zerosLike,
} from "@hornbeam/kernels/tfjs";
import { unbroadcast } from "../gradients/broadcast.ts";
import { divideNoNanName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Quotient `a / b`, and 0 where `b` is 0, in one kernel. Where `b` is 0 both gradients are 0 too.
 *
 * - a, b: shapes that broadcast
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.divide_no_nan}
 * @example
 * divideNoNan(tensor1d([1, 1]), tensor1d([2, 0])); // [0.5, 0]
 */
export function divideNoNan(a: Tensor, b: Tensor): Tensor {
  const fits = a.dtype === "float32" && b.dtype === "float32" && getKernel(divideNoNanName, engine().backendName);
  if (!fits) return composed(a, b);
  const [y] = withGradient({
    inputs: { a, b },
    forward: (save) => {
      const quotient = engine().runKernel(divideNoNanName, { a, b }) as Tensor;
      save([quotient, b]);
      return [quotient];
    },
    backward: ([dy], [quotient, divisor]) => ({
      a: () => unbroadcast(divideNoNan(dy!, divisor!), a.shape),
      b: () => unbroadcast(neg(mul(dy!, divideNoNan(quotient!, divisor!))), b.shape),
    }),
  });
  return y!;
}

function composed(a: Tensor, b: Tensor): Tensor {
  const zero = equal(b, 0);
  const quotient = div(a, where(zero, onesLike(b), b));
  return where(zero, zerosLike(quotient), quotient);
}
