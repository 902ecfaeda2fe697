import * as activations from "@hornbeam/activations";
import { Tensor, Variable } from "@hornbeam/core";
import { biasActivation, fusedConv2d, fusedDense, fusedDepthwiseConv2d } from "@hornbeam/kernels";
import { add, matmul, reshape } from "@hornbeam/ops";

type Activation = (x: Tensor) => Tensor;
type Weight = Tensor | Variable;

/** Activations that kernels apply while they still hold the sum. */
const fusible = new Map<unknown, "linear" | "relu" | "relu6">([
  [activations.linear, "linear"],
  [activations.relu, "relu"],
  [activations.relu6, "relu6"],
]);

/** `activation(x · kernel + bias)`: one kernel, and another for an activation that it does not know. */
export function dense(x: Tensor, kernel: Weight, bias: Weight | null, activation: Activation): Tensor {
  if (!isFloatTensor(x)) return activation(bias ? add(matmul(x, kernel), bias) : matmul(x, kernel));
  const known = fusible.get(activation);
  const y = fusedDense(x, tensorOf(kernel), { bias: bias ? tensorOf(bias) : undefined, activation: known ?? "linear" });
  return known ? y : activation(y);
}

/**
 * `activation(x + bias)` for a product with its channels last: one kernel, and another for an activation that it does not know.
 * Others are for the caller: null.
 */
export function biased(x: Tensor, bias: Weight, dataFormat: string, activation: Activation): Tensor | null {
  if (dataFormat !== "channels_last" || !isFloatTensor(x)) return null;
  const known = fusible.get(activation);
  const y = biasActivation(x, tensorOf(bias), known ?? "linear");
  return known ? y : activation(y);
}

/** How a window goes over images with their channels last, of one or two spatial axes. */
export interface Window {
  readonly strides: readonly number[];
  readonly padding: "valid" | "same" | "causal";
  readonly dilationRate: readonly number[];
}

type Fused = typeof fusedConv2d;

/**
 * Whether {@link convolve} and {@link convolveDepthwise} take it: values in float32, channels last, one or two spatial axes.
 */
export function isFusible(x: Tensor, dataFormat: string): boolean {
  return dataFormat === "channels_last" && (x.rank === 3 || x.rank === 4) && isFloatTensor(x);
}

/** `activation(x ∗ kernel + bias)`: one kernel, and another for an activation that it does not know. */
export function convolve(
  x: Tensor,
  kernel: Weight,
  bias: Variable | null,
  activation: Activation,
  window: Window,
): Tensor {
  return fused(fusedConv2d, x, kernel, bias, activation, window);
}

/** The same with each channel by itself. */
export function convolveDepthwise(
  x: Tensor,
  kernel: Weight,
  bias: Variable | null,
  activation: Activation,
  window: Window,
): Tensor {
  return fused(fusedDepthwiseConv2d, x, kernel, bias, activation, window);
}

/** An axis alone is an image of one row. */
function fused(
  run: Fused,
  x: Tensor,
  kernel: Weight,
  bias: Variable | null,
  activation: Activation,
  { strides, padding, dilationRate }: Window,
): Tensor {
  const known = fusible.get(activation);
  const flat = x.rank === 3;
  const taps = tensorOf(kernel);
  const image = flat ? reshape(x, [x.shape[0]!, 1, ...x.shape.slice(1)]) : x;
  const filter = flat ? reshape(taps, [1, ...taps.shape]) : taps;
  const before = (taps.shape[0]! - 1) * dilationRate[0]!;
  const y = run(image, filter, {
    bias: bias?.value,
    activation: known ?? "linear",
    strides: flat ? [1, strides[0]!] : [strides[0]!, strides[1]!],
    pad:
      padding === "causal"
        ? [
            [0, 0],
            [0, 0],
            [before, 0],
            [0, 0],
          ]
        : padding,
    dilations: flat ? [1, dilationRate[0]!] : [dilationRate[0]!, dilationRate[1]!],
  });
  const z = flat ? reshape(y, [y.shape[0]!, ...y.shape.slice(2)]) : y;
  return known ? z : activation(z);
}

/** In a dry run there are no numbers to compute with. */
export function isFloatTensor(x: unknown): x is Tensor {
  return x instanceof Tensor && x.dtype === "float32";
}
export function tensorOf(weight: Weight): Tensor {
  return weight instanceof Variable ? weight.value : weight;
}
