import {
  add,
  engine,
  exp,
  type GradConfig,
  getKernel,
  greater,
  mul,
  neg,
  sigmoid,
  square,
  sub,
  type Tensor,
  where,
} from "@hornbeam/kernels/tfjs";
import { unaryGradientName } from "../fused/names.ts";
import type { Unary } from "../kernels/unary.ts";

/**
 * `dy f'(v)` in one kernel, or of plain ops on other backends and while a gradient of the gradient is being recorded.
 *
 * @param v The result of sigmoid, tanh and elu, the argument of the others.
 */
export function unaryGradient(f: Unary, dy: Tensor, v: Tensor, plain: () => Tensor): Tensor {
  if (engine().isTapeOn() || !getKernel(unaryGradientName, engine().backendName)) return plain();
  return engine().runKernel(unaryGradientName, { dy, y: v }, { f }) as Tensor;
}

/** Gradients of activations in one pass, where TensorFlow.js makes them of several ops. */
export function unaryGradients(): GradConfig[] {
  const of = (
    kernelName: string,
    f: Unary,
    saved: "x" | "y",
    slope: (dy: Tensor, v: Tensor) => Tensor,
  ): GradConfig => ({
    kernelName,
    ...(saved === "x" ? { inputsToSave: ["x"] } : { outputsToSave: [true] }),
    gradFunc: (dy, [v]) => ({ x: () => unaryGradient(f, dy as Tensor, v!, () => slope(dy as Tensor, v!)) }),
  });
  return [
    of("Sigmoid", "sigmoid", "y", (dy, y) => mul(dy, mul(y, sub(1, y)))),
    of("Tanh", "tanh", "y", (dy, y) => mul(dy, sub(1, square(y)))),
    of("Elu", "elu", "y", (dy, y) => where(greater(y, 0), dy, mul(dy, add(y, 1)))),
    of("Erf", "erf", "x", (dy, x) => mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))),
    of("Softplus", "softplus", "x", (dy, x) => mul(dy, sigmoid(x))),
  ];
}
