import {
  add,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  matMul,
  relu,
  relu6,
  reshape,
  type Tensor,
  type TensorInfo,
} from "@hornbeam/kernels/tfjs";
import { kernel } from "../kernels/define.ts";
import { matMul as matMulKernel } from "../kernels/mat-mul.ts";
import type { Runtime } from "../runtime.ts";
import { outputGradients } from "./activation-gradient.ts";
import { type FusedActivation, fusedDenseName } from "./names.ts";
import { checkDense } from "./operands.ts";

/** Options of {@link fusedDense}. */
export interface FusedDenseOptions {
  /** Added to each row, of the length of the kernel's last axis. */
  readonly bias?: Tensor | undefined;
  /** Applied last. */
  readonly activation?: FusedActivation;
}

/**
 * A dense layer in one kernel: `activation(x · kernel + bias)`, with a gradient that takes one pass for activation and bias.
 *
 * - x: `[..., features]`, float32
 * - kernel: `[features, units]`
 * - result: `[..., units]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * fusedDense(tensor2d([[1, 2]]), tensor2d([[1], [-1]]), { activation: "relu" }); // [[0]]
 */
export function fusedDense(
  x: Tensor,
  weights: Tensor,
  { bias, activation = "linear" }: FusedDenseOptions = {},
): Tensor {
  checkDense(x, weights, bias);
  const [features, units] = weights.shape as [number, number];
  if (!getKernel(fusedDenseName, engine().backendName)) return unfused(x, weights, bias, activation);
  const flat = x.rank === 2 ? x : reshape(x, [-1, features]);
  const inputs = { x: flat, weights, ...(bias && { bias }) };
  const y = engine().runKernel(fusedDenseName, inputs, { activation }) as Tensor;
  return x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), units]);
}

/** The same of plain ops, for other backends. */
function unfused(x: Tensor, weights: Tensor, bias: Tensor | undefined, activation: FusedActivation): Tensor {
  const product = reshape(matMul(reshape(x, [-1, weights.shape[0]!]), weights), [
    ...x.shape.slice(0, -1),
    weights.shape[1]!,
  ]);
  return activate(bias ? add(product, bias) : product, activation);
}

/** An activation as an op of its own. */
export function activate(x: Tensor, activation: FusedActivation): Tensor {
  if (activation === "relu") return relu(x);
  return activation === "relu6" ? relu6(x) : x;
}

/** The kernel behind {@link fusedDense}. */
export function fusedDenseKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; weights: TensorInfo; bias?: TensorInfo }, { activation: FusedActivation }>(
    runtime,
    fusedDenseName,
    ({ x, weights, bias }, { activation }) =>
      matMulKernel(
        runtime,
        { a: x, b: weights, ...(bias && { bias }) },
        { transposeA: false, transposeB: false },
        activation,
      ),
  );
}

/** Its gradient. */
export const fusedDenseGradient: GradConfig = {
  kernelName: fusedDenseName,
  inputsToSave: ["x", "weights"],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, weights, y] = saved as [Tensor, Tensor, Tensor];
    const { dz, bias } = outputGradients(dy as Tensor, y, attrs.activation as FusedActivation);
    return {
      x: () => matMul(dz, weights, false, true),
      weights: () => matMul(x, dz, true, false),
      bias,
    };
  },
};
