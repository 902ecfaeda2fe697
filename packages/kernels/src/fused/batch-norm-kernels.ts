import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { addParts } from "../kernels/column-sums.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { batchNormGradientName, batchNormName } from "./names.ts";

type Attributes = { readonly epsilon: number };
type Inputs = { readonly x: TensorInfo; readonly gamma?: TensorInfo; readonly beta?: TensorInfo };
type Backward = Inputs & { readonly dy: TensorInfo; readonly mean: TensorInfo; readonly variance: TensorInfo };

/** Rows that one unit takes, and parts that sums over rows are made in. */
const block = 64;
const parts = 8;

/** The kernels behind `batchNorm`: normalized, mean and variance of the columns; gradients of x, gamma and beta. */
export function batchNormKernels(runtime: Runtime): KernelConfig[] {
  const address = (tensor: TensorInfo | undefined) => (tensor ? runtime.input(tensor) : 0);
  const sizes = ({ shape }: TensorInfo) => {
    const columns = shape.at(-1)!;
    return { columns, rows: columns === 0 ? 0 : util.sizeFromShape(shape) / columns };
  };
  return [
    kernel<Inputs, Attributes>(runtime, batchNormName, ({ x, gamma, beta }, { epsilon }) => {
      const { rows, columns } = sizes(x);
      const [y, mean, variance] = [x.shape, [columns], [columns]].map((shape) => runtime.output(shape));
      const moments = runtime.workspace(4 * 2 * parts * columns);
      const at = { x: runtime.input(x), mean: mean!.address };
      runtime.run("columnMoments", parts, { rows, columns, parts, x: at.x, moments });
      runtime.run("joinMoments", columns, { rows, columns, parts, ...at, moments, variance: variance!.address });
      const weights = { gamma: address(gamma), beta: address(beta) };
      const call = {
        rows,
        columns,
        block,
        epsilon,
        ...at,
        variance: variance!.address,
        ...weights,
        y: y!.address,
        flags: 0,
      };
      runtime.run("columnNorm", Math.ceil(rows / block), call, 4 * columns);
      return [y!.info, mean!.info, variance!.info];
    }),
    kernel<Backward, Attributes>(runtime, batchNormGradientName, ({ dy, x, mean, variance, gamma }, { epsilon }) => {
      const { rows, columns } = sizes(x);
      const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((shape) => runtime.output(shape));
      const [gammas, betas] = [0, 1].map(() => runtime.workspace(4 * parts * columns)) as [number, number];
      const places = { dy: runtime.input(dy), x: runtime.input(x), mean: address(mean), variance: address(variance) };
      const given = { ...places, gamma: address(gamma), beta: 0, flags: 0 }; // beta is wanted with flags alone, which recorded steps set
      runtime.run("columnNormSums", parts, { rows, columns, parts, epsilon, ...given, gammas, betas }, 8 * columns);
      addParts(runtime, parts, columns, gammas, dGamma!.address);
      addParts(runtime, parts, columns, betas, dBeta!.address);
      const sums = { dGamma: dGamma!.address, dBeta: dBeta!.address };
      const call = { rows, columns, block, epsilon, ...given, ...sums, dx: dx!.address };
      runtime.run("columnNormGradient", Math.ceil(rows / block), call, 12 * columns);
      return [dx!.info, dGamma!.info, dBeta!.info];
    }),
  ];
}
