import {
  add,
  engine,
  erf,
  getKernel,
  grad,
  mul,
  sigmoid,
  square,
  sum,
  type Tensor,
  tanh,
} from "@hornbeam/kernels/tfjs";
import { unaryGradient } from "../gradients/unary.ts";
import type { Unary } from "../kernels/unary.ts";
import { unaryName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** Whether `Φ` is approximated by a tanh. */
  readonly approximate?: boolean;
}

/**
 * Gaussian error linear unit, `x Φ(x)` with the Gaussian distribution `Φ`, in one kernel and one for its gradient.
 *
 * @see {@link https://arxiv.org/abs/1606.08415 | Hendrycks and Gimpel, 2016}
 * @example
 * gelu(tensor1d([-1, 0, 1])); // [-0.1587, 0, 0.8413]
 */
export function gelu(x: Tensor, { approximate = false }: GeluOptions = {}): Tensor {
  return approximate ? single("geluApproximation", x, approximateGelu) : single("gelu", x, exactGelu);
}

/**
 * Sigmoid linear unit, `x sigmoid(x)`, in one kernel and one for its gradient.
 *
 * @see {@link https://arxiv.org/abs/1702.03118 | Elfwing and others, 2017}
 * @example
 * silu(tensor1d([-1, 0, 1])); // [-0.2689, 0, 0.7311]
 */
export function silu(x: Tensor): Tensor {
  return single("silu", x, plainSilu);
}

function single(f: Unary, x: Tensor, plain: (x: Tensor) => Tensor): Tensor {
  if (x.dtype !== "float32" || !getKernel(unaryName, engine().backendName)) return plain(x);
  const [y] = withGradient({
    inputs: { x },
    forward: (save) => {
      save([x]);
      return [engine().runKernel(unaryName, { x }, { f }) as Tensor];
    },
    backward: ([dy], [saved]) => ({
      x: () => unaryGradient(f, dy!, saved!, () => grad((v) => sum(mul(plain(v), dy!)))(saved!)),
    }),
  });
  return y!;
}

function exactGelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}
function approximateGelu(x: Tensor): Tensor {
  const inner = mul(add(x, mul(mul(x, square(x)), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}
function plainSilu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}
