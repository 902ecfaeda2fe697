import {
  add,
  engine,
  getKernel,
  grads,
  type KernelConfig,
  mean,
  mul,
  type NamedTensorMap,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { addParts } from "../kernels/column-sums.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { groupNormGradientName, groupNormName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link groupNorm}. */
export interface GroupNormOptions {
  /** How many groups there are: it divides the number of channels. */
  readonly groups: number;
  /** What the result is multiplied with, a number a channel. */
  readonly gamma?: Tensor | undefined;
  /** What is added at the end, likewise. */
  readonly beta?: Tensor | undefined;
  /** Added to the variance, so that it is never 0. */
  readonly epsilon: number;
}

type Attributes = { readonly groups: number; readonly epsilon: number };
type Inputs = { readonly x: TensorInfo; readonly gamma?: TensorInfo; readonly beta?: TensorInfo };
type Backward = Inputs & { readonly dy: TensorInfo; readonly means: TensorInfo; readonly factors: TensorInfo };

/**
 * Normalization of groups of channels, each over all positions of an example, `(x - mean) / √(variance + ε) · gamma + beta`, in
 * one kernel, and another for its gradients.
 *
 * - x: `[batch, ..., channels]`, float32
 * - gamma, beta: `[channels]`
 * - result: the shape of x
 *
 * @throws {KernelError} when the shapes do not fit, or `groups` does not divide the number of channels.
 * @see {@link https://arxiv.org/abs/1803.08494 | Wu and He, 2018}
 * @example
 * groupNorm(tensor2d([[1, 3, 5, 9]]), { groups: 2, epsilon: 0 }); // [[-1, 1, -1, 1]]
 */
export function groupNorm(x: Tensor, { groups, gamma, beta, epsilon }: GroupNormOptions): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  if (x.rank < 2 || !(groups >= 1) || channels % groups !== 0) {
    const expected = `groups must divide the channels of [batch, ..., channels]`;
    throw new KernelError(`Cannot normalize: ${expected}, received ${groups} for [${x.shape.join(", ")}]`);
  }
  for (const tensor of [gamma, beta]) {
    if (!tensor || util.arraysEqual(tensor.shape, [channels])) continue;
    const shape = `[${tensor.shape.join(", ")}]`;
    throw new KernelError(`Cannot normalize: gamma and beta must have the shape [${channels}], received ${shape}`);
  }
  const settings = { groups, epsilon };
  const inputs = { x, ...(gamma && { gamma }), ...(beta && { beta }) } as NamedTensorMap;
  if (!getKernel(groupNormName, engine().backendName)) return unfused(inputs, settings);
  const [y] = withGradient({
    inputs,
    forward: (save) => {
      const made = engine().runKernel(groupNormName, inputs, settings) as unknown as Tensor[]; // three outputs
      save([made[1]!, made[2]!, ...Object.values(inputs)]);
      return [made[0]!];
    },
    backward: ([dy], [means, factors, ...saved]) => {
      const names = Object.keys(inputs);
      const named = (tensors: readonly Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
      if (engine().isTapeOn()) {
        const made = grads((...tensors: Tensor[]) => sum(mul(unfused(named(tensors), settings), dy!)))(saved);
        return Object.fromEntries(names.map((name, i) => [name, () => made[i]!]));
      }
      const { beta: _, ...needed } = named(saved);
      const call = { ...needed, dy: dy!, means: means!, factors: factors! } as NamedTensorMap;
      const made = engine().runKernel(groupNormGradientName, call, settings) as unknown as Tensor[]; // three outputs
      return { x: () => made[0]!.clone(), gamma: () => made[1]!.clone(), beta: () => made[2]!.clone() };
    },
  });
  return y!;
}

/** The kernels behind {@link groupNorm}, forward and backward. */
export function groupNormKernels(runtime: Runtime): KernelConfig[] {
  const sizes = ({ shape }: TensorInfo) => {
    const [batch, columns] = [shape[0]!, shape.at(-1)!];
    return { batch, columns, rows: util.sizeFromShape(shape.slice(1, -1)) };
  };
  const addressOf = (tensor: TensorInfo | undefined) => (tensor ? runtime.input(tensor) : 0);
  return [
    kernel<Inputs, Attributes>(runtime, groupNormName, ({ x, gamma, beta }, { groups, epsilon }) => {
      const { batch, columns, rows } = sizes(x);
      const [y, means, factors] = [x.shape, [batch, groups], [batch, groups]].map((shape) => runtime.output(shape));
      const addresses = { y: y!.address, means: means!.address, factors: factors!.address };
      const given = { x: runtime.input(x), gamma: addressOf(gamma), beta: addressOf(beta) };
      runtime.run(
        "groupNorm",
        batch,
        { rows, columns, groups, epsilon, flags: 0, ...given, ...addresses },
        4 * 2 * columns,
      );
      return [y!.info, means!.info, factors!.info];
    }),
    kernel<Backward, Attributes>(runtime, groupNormGradientName, ({ dy, x, gamma, means, factors }, { groups }) => {
      const { batch, columns, rows } = sizes(x);
      const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((shape) => runtime.output(shape));
      const [gammas, betas] = [runtime.workspace(4 * batch * columns), runtime.workspace(4 * batch * columns)];
      const saved = { means: runtime.input(means), factors: runtime.input(factors) };
      const given = { dy: runtime.input(dy), x: runtime.input(x), gamma: addressOf(gamma), beta: 0, ...saved }; // beta is wanted with flags alone, which recorded steps set
      const made = { dx: dx!.address, gammas, betas };
      runtime.run("groupNormGradient", batch, { rows, columns, groups, flags: 0, ...given, ...made }, 4 * 4 * columns);
      addParts(runtime, batch, columns, gammas, dGamma!.address);
      addParts(runtime, batch, columns, betas, dBeta!.address);
      return [dx!.info, dGamma!.info, dBeta!.info];
    }),
  ];
}

/** The same of plain ops, for other backends and for gradients of gradients. */
function unfused({ x, gamma, beta }: NamedTensorMap, { groups, epsilon }: Attributes): Tensor {
  const [batch, channels] = [x!.shape[0]!, x!.shape.at(-1)!];
  const rows = util.sizeFromShape(x!.shape.slice(1, -1));
  const grouped = reshape(x!, [batch, rows, groups, channels / groups]);
  const difference = sub(grouped, mean(grouped, [1, 3], true));
  const factor = rsqrt(add(mean(square(difference), [1, 3], true), epsilon));
  const normal = reshape(mul(difference, factor), x!.shape);
  const scaled = gamma ? mul(normal, gamma) : normal;
  return beta ? add(scaled, beta) : scaled;
}
