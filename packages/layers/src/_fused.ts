import * as activations from "@hornbeam/activations";
import { Tensor, Variable } from "@hornbeam/core";
import { fusedConv2d, fusedDense } from "@hornbeam/kernels";
import { add, conv, matmul } from "@hornbeam/ops";

type Activation = (x: Tensor) => Tensor;
type Weight = Tensor | Variable;

/** Activations that kernels apply while they still hold the sum. */
const fusible = new Map<unknown, "linear" | "relu" | "relu6">([
  [activations.linear, "linear"],
  [activations.relu, "relu"],
  [activations.relu6, "relu6"],
]);

/** `activation(x · kernel + bias)`: one kernel, and another for an activation that it does not know. */
export function dense(x: Tensor, kernel: Weight, bias: Variable | null, activation: Activation): Tensor {
  if (!isFloatTensor(x)) return activation(bias ? add(matmul(x, kernel), bias) : matmul(x, kernel));
  const known = fusible.get(activation);
  const y = fusedDense(x, tensorOf(kernel), { bias: bias?.value, activation: known ?? "linear" });
  return known ? y : activation(y);
}

/** How a window goes over an image with its channels last. */
export interface Window2D {
  readonly strides: readonly number[];
  readonly padding: "valid" | "same";
  readonly dilationRate: readonly number[];
}

/** `activation(x ∗ kernel + bias)` for images `[batch, height, width, channels]`, likewise. */
export function convolve2D(
  x: Tensor,
  kernel: Weight,
  bias: Variable | null,
  activation: Activation,
  window: Window2D,
): Tensor {
  const { strides, padding, dilationRate } = window;
  if (!isFloatTensor(x)) {
    const y = conv(x, kernel, { ...window, dataFormat: "channels_last" });
    return activation(bias ? add(y, bias) : y);
  }
  const known = fusible.get(activation);
  const y = fusedConv2d(x, tensorOf(kernel), {
    bias: bias?.value,
    activation: known ?? "linear",
    strides: [...strides] as [number, number],
    pad: padding,
    dilations: [...dilationRate] as [number, number],
  });
  return known ? y : activation(y);
}

/** In a dry run there are no numbers to compute with. */
function isFloatTensor(x: unknown): x is Tensor {
  return x instanceof Tensor && x.dtype === "float32";
}
function tensorOf(weight: Weight): Tensor {
  return weight instanceof Variable ? weight.value : weight;
}
