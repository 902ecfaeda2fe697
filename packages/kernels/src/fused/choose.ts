import { broadcastTo, engine, getKernel, scalar, type Tensor, where } from "@hornbeam/kernels/tfjs";
import { unbroadcast } from "../gradients/broadcast.ts";
import { orderName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * `a` where the condition holds and `b` elsewhere, without repeating an operand that is one number. A gradient goes to the operand that was
 * taken, and nothing to the other or to what the condition was made of, whatever the gradient is.
 *
 * - condition: any shape
 * - a, b: that shape, or `[]`
 *
 * @example
 * choose(tensor1d([1, 0], "bool"), tensor1d([3, 4]), scalar(9)); // [3, 9]
 */
export function choose(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const [chosen] = withGradient({
    inputs: { a, b },
    forward: (save) => {
      save([condition]);
      return [forward(condition, a, b)];
    },
    backward: ([dy], [test]) => ({
      a: () => unbroadcast(choose(test!, dy!, scalar(0)), a.shape),
      b: () => unbroadcast(choose(test!, scalar(0), dy!), b.shape),
    }),
  });
  return chosen!;
}

function forward(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  if (a.dtype === b.dtype && a.dtype !== "string" && getKernel(orderName, engine().backendName))
    return engine().runKernel("Select", { condition, t: a, e: b }) as Tensor;
  return where(condition, broadcastTo(a, condition.shape), broadcastTo(b, condition.shape));
}
