import {
  add,
  engine,
  getKernel,
  grads,
  moments,
  mul,
  type NamedTensorMap,
  rsqrt,
  sub,
  sum,
  type Tensor,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { batchNormGradientName, batchNormName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** What the result is multiplied with, of the length of the last axis. */
  readonly gamma?: Tensor | undefined;
  /** What is added at the end, likewise. */
  readonly beta?: Tensor | undefined;
  /** Added to the variance, so that it is never 0. */
  readonly epsilon: number;
}

/** What {@link batchNorm} gives. */
export interface BatchNormOutputs {
  readonly output: Tensor;
  /** Mean of each channel, for moving averages: gradients do not go through it. */
  readonly mean: Tensor;
  /** Variance of each channel, likewise. */
  readonly variance: Tensor;
}

/**
 * Normalization of the channels, the last axis, over all others, as in training: `(x - mean) / √(variance + ε) · gamma + beta`.
 *
 * - x: `[..., channels]`, float32
 * - gamma, beta, mean, variance: `[channels]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @see {@link https://arxiv.org/abs/1502.03167 | Ioffe and Szegedy, 2015}
 * @example
 * batchNorm(tensor2d([[1], [3]]), { epsilon: 0 }).output; // [[-1], [1]]
 */
export function batchNorm(x: Tensor, { gamma, beta, epsilon }: BatchNormOptions): BatchNormOutputs {
  const channels = x.shape.at(-1);
  for (const tensor of [gamma, beta]) {
    if (!tensor || (channels !== undefined && util.arraysEqual(tensor.shape, [channels]))) continue;
    throw new KernelError(
      `Cannot normalize: gamma and beta must have the shape [${channels}], received [${tensor.shape.join(", ")}]`,
    );
  }
  const inputs = { x, ...(gamma && { gamma }), ...(beta && { beta }) } as NamedTensorMap;
  const isRegistered = getKernel(batchNormName, engine().backendName) !== undefined && x.size > 0;
  const [output, mean, variance] = isRegistered ? fused(inputs, epsilon) : unfused(inputs, epsilon);
  return { output: output!, mean: mean!, variance: variance! };
}

function fused(inputs: NamedTensorMap, epsilon: number): Tensor[] {
  const names = Object.keys(inputs);
  return withGradient({
    inputs,
    forward: (save) => {
      const made = engine().runKernel(batchNormName, inputs, { epsilon }) as unknown as Tensor[]; // three outputs
      save([made[1]!, made[2]!, ...Object.values(inputs)]);
      return made;
    },
    backward: ([dy], [mean, variance, ...saved]) => {
      if (engine().isTapeOn()) {
        const loss = (...tensors: Tensor[]) => {
          const given = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
          return sum(mul(unfused(given, epsilon)[0]!, dy!));
        };
        const made = grads(loss)(saved);
        return Object.fromEntries(names.map((name, i) => [name, () => made[i]!]));
      }
      const { beta: _, ...given } = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      const call = { ...given, dy: dy!, mean: mean!, variance: variance! } as NamedTensorMap;
      const made = engine().runKernel(batchNormGradientName, call, { epsilon }) as unknown as Tensor[]; // three outputs
      return { x: () => made[0]!.clone(), gamma: () => made[1]!.clone(), beta: () => made[2]!.clone() };
    },
  });
}

/** The same of plain ops, for other backends and for gradients of gradients. */
function unfused({ x, gamma, beta }: NamedTensorMap, epsilon: number): Tensor[] {
  const others = x!.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = moments(x!, others);
  const normal = mul(sub(x!, mean), rsqrt(add(variance, epsilon)));
  const scaled = gamma ? mul(normal, gamma) : normal;
  return [beta ? add(scaled, beta) : scaled, mean, variance];
}
