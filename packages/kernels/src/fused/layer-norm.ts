import {
  add,
  engine,
  getKernel,
  grads,
  type KernelConfig,
  mean,
  mul,
  type NamedTensorMap,
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
import { layerNormGradientName, layerNormName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** What the result is multiplied with, of the length of the last axis. */
  readonly gamma?: Tensor | undefined;
  /** What is added at the end, likewise. */
  readonly beta?: Tensor | undefined;
  /** Added to the variance, so that it is never 0. */
  readonly epsilon: number;
  /** Whether the mean is taken away (the default); else numbers are divided by the root of their mean square. */
  readonly centered?: boolean;
}

/** Rows of a long sum are added up in this many parts. */
const partsOf = (rows: number): number => (rows >= 64 ? 8 : 1);

/**
 * Normalization along the last axis in one kernel, `(x - mean) / √(variance + ε) · gamma + beta`, and one pass for its
 * gradients.
 *
 * - x: `[..., size]`, float32
 * - gamma, beta: `[size]`
 * - result: `[..., size]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @see {@link https://arxiv.org/abs/1607.06450 | Ba, Kiros and Hinton, 2016}
 * @see {@link https://arxiv.org/abs/1910.07467 | Zhang and Sennrich, 2019}, for the form that is not centered
 * @example
 * layerNorm(tensor2d([[1, 3]]), { epsilon: 0 }); // [[-1, 1]]
 */
export function layerNorm(x: Tensor, { gamma, beta, epsilon, centered = true }: LayerNormOptions): Tensor {
  const size = x.shape.at(-1);
  for (const tensor of [gamma, beta]) {
    if (!tensor || (size !== undefined && util.arraysEqual(tensor.shape, [size]))) continue;
    throw new KernelError(
      `Cannot normalize: gamma and beta must have the shape [${size}], received [${tensor.shape.join(", ")}]`,
    );
  }
  const settings = { epsilon, centered };
  const inputs = { x, ...(gamma && { gamma }), ...(beta && { beta }) } as NamedTensorMap;
  if (!getKernel(layerNormName, engine().backendName)) return unfused(inputs, settings);
  const [y] = withGradient({
    inputs,
    forward: (save) => {
      const made = engine().runKernel(layerNormName, inputs, settings) as unknown as Tensor[]; // three outputs
      save([made[1]!, made[2]!, ...Object.values(inputs)]);
      return [made[0]!];
    },
    backward: ([dy], [means, factors, ...saved]) => {
      const names = Object.keys(inputs);
      const given = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      if (engine().isTapeOn()) {
        const loss = (...tensors: Tensor[]) =>
          sum(mul(unfused(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])), settings), dy!));
        const made = grads(loss)(saved);
        return Object.fromEntries(names.map((name, i) => [name, () => made[i]!]));
      }
      const { beta: _, ...needed } = given;
      const call = { ...needed, dy: dy!, means: means!, factors: factors! } as NamedTensorMap;
      const made = engine().runKernel(layerNormGradientName, call, settings) as unknown as Tensor[]; // three outputs
      return { x: () => made[0]!.clone(), gamma: () => made[1]!.clone(), beta: () => made[2]!.clone() };
    },
  });
  return y!;
}

/** The kernels behind {@link layerNorm}, forward and backward. */
export function layerNormKernels(runtime: Runtime): KernelConfig[] {
  type Inputs = { x: TensorInfo; gamma?: TensorInfo; beta?: TensorInfo };
  type Backward = Inputs & { dy: TensorInfo; means: TensorInfo; factors: TensorInfo };
  type Attributes = { epsilon: number; centered: boolean };
  const sizes = ({ shape }: TensorInfo) => {
    const columns = shape.at(-1)!;
    return { columns, rows: columns === 0 ? 0 : util.sizeFromShape(shape) / columns };
  };
  const addressOf = (tensor: TensorInfo | undefined) => (tensor ? runtime.input(tensor) : 0);
  return [
    kernel<Inputs, Attributes>(runtime, layerNormName, ({ x, gamma, beta }, { epsilon, centered }) => {
      const { columns, rows } = sizes(x);
      const [y, means, factors] = [x.shape, [rows], [rows]].map((shape) => runtime.output(shape));
      runtime.run("layerNorm", rows, {
        columns,
        centered: Number(centered),
        epsilon,
        x: runtime.input(x),
        gamma: addressOf(gamma),
        beta: addressOf(beta),
        y: y!.address,
        means: means!.address,
        factors: factors!.address,
        flags: 0,
      });
      return [y!.info, means!.info, factors!.info];
    }),
    kernel<Backward, Attributes>(runtime, layerNormGradientName, ({ dy, x, gamma, means, factors }, { centered }) => {
      const { columns, rows } = sizes(x);
      const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((shape) => runtime.output(shape));
      const parts = partsOf(rows);
      const [gammas, betas] = [dGamma!, dBeta!].map(({ address }) =>
        parts === 1 ? address : runtime.workspace(4 * parts * columns),
      );
      runtime.run("layerNormGradient", parts, {
        rows,
        columns,
        parts,
        centered: Number(centered),
        dy: runtime.input(dy),
        x: runtime.input(x),
        gamma: addressOf(gamma),
        beta: 0, // wanted with flags alone, which recorded steps set
        means: runtime.input(means),
        factors: runtime.input(factors),
        dx: dx!.address,
        gammas: gammas!,
        betas: betas!,
        flags: 0,
      });
      if (parts > 1) {
        addParts(runtime, parts, columns, gammas!, dGamma!.address);
        addParts(runtime, parts, columns, betas!, dBeta!.address);
      }
      return [dx!.info, dGamma!.info, dBeta!.info];
    }),
  ];
}

/** The same of plain ops, for other backends and for gradients of gradients. */
function unfused(
  inputs: NamedTensorMap,
  { epsilon, centered }: { readonly epsilon: number; readonly centered: boolean },
): Tensor {
  const { x, gamma, beta } = inputs;
  const difference = centered ? sub(x!, mean(x!, -1, true)) : x!;
  const normal = mul(difference, rsqrt(add(mean(square(difference), -1, true), epsilon)));
  const scaled = gamma ? mul(normal, gamma) : normal;
  return beta ? add(scaled, beta) : scaled;
}
