import { isKerasTensor, type KerasTensor, type Op, type Tensor, type TensorLike, tidy, toTensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";

export {
  celu,
  elu,
  glu,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softShrink,
  softsign,
  sparsemax,
  sparsePlus,
  sparseSigmoid,
  squareplus,
  tanh,
  tanhShrink,
  threshold,
} from "@hornbeam/ops";

/**
 * The tensor as it is.
 *
 * @see {@link https://keras.io/api/layers/activations/#linear-function | keras.activations.linear}
 * @example
 * linear([1, 2]); // [1, 2]
 */
export function linear(x: TensorLike): Tensor;
export function linear<T extends TensorLike | KerasTensor>(x: T): T extends KerasTensor ? KerasTensor : Tensor;
export function linear(x: TensorLike | KerasTensor): Tensor | KerasTensor {
  return isKerasTensor(x) ? x : toTensor(x, { action: "call linear" });
}

/**
 * Exponential: `eˣ`.
 *
 * @see {@link https://keras.io/api/layers/activations/#exponential-function | keras.activations.exponential}
 * @example
 * exponential([0]); // [1]
 */
export const exponential: Op<[x: Tensor], object, Tensor> = ops.exp;

/**
 * Gaussian error linear unit: `x · Φ(x)`; exactly, unless its tanh approximation is asked for.
 *
 * @see {@link https://arxiv.org/abs/1606.08415 | Hendrycks and Gimpel, 2016}
 * @see {@link https://keras.io/api/layers/activations/#gelu-function | keras.activations.gelu}
 * @example
 * gelu([0, 1]); // [0, 0.8413447]
 */
export function gelu(x: TensorLike, options?: { readonly approximate?: boolean }): Tensor;
export function gelu(x: TensorLike | KerasTensor, options?: { readonly approximate?: boolean }): Tensor | KerasTensor;
export function gelu(
  x: TensorLike | KerasTensor,
  { approximate = false }: { readonly approximate?: boolean } = {},
): Tensor | KerasTensor {
  return ops.gelu(x as Tensor, { approximate });
}

/**
 * `x · tanh(ln(1 + eˣ))`, smooth and not monotonic.
 *
 * @see {@link https://arxiv.org/abs/1908.08681 | Misra, 2019}
 * @see {@link https://keras.io/api/layers/activations/#mish-function | keras.activations.mish}
 * @example
 * mish([0, 1]); // [0, 0.8650984]
 */
export function mish(x: TensorLike): Tensor;
export function mish(x: TensorLike | KerasTensor): Tensor | KerasTensor;
export function mish(x: TensorLike | KerasTensor): Tensor | KerasTensor {
  const gated = (input: Tensor): Tensor => ops.multiply(input, ops.tanh(ops.softplus(input)));
  return isKerasTensor(x) ? gated(x as never) : tidy(() => gated(toTensor(x, { action: "call mish" })));
}
