import {
  add,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { outputFlags } from "../kernels/activation.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { outputGradients } from "./activation-gradient.ts";
import { activate } from "./dense.ts";
import { biasActivationName, type FusedActivation } from "./names.ts";

/**
 * `activation(x + bias)` in one pass, and one pass back: for products that cannot do it on their way out.
 *
 * - x: `[..., channels]`, float32
 * - bias: `[channels]`
 * - result: the shape of x
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * biasActivation(tensor2d([[-3, 1]]), tensor1d([1, 2]), "relu"); // [[0, 3]]
 */
export function biasActivation(x: Tensor, bias: Tensor, activation: FusedActivation = "linear"): Tensor {
  if (x.rank < 1 || !util.arraysEqual(bias.shape, x.shape.slice(-1))) {
    const shapes = `[${bias.shape.join(", ")}] for [${x.shape.join(", ")}]`;
    throw new KernelError(`Cannot add a bias: it must have the shape of the last axis, received ${shapes}`);
  }
  if (!getKernel(biasActivationName, engine().backendName)) return activate(add(x, bias), activation);
  return engine().runKernel(biasActivationName, { x, bias }, { activation }) as Tensor;
}

/** The kernel behind {@link biasActivation}. */
export function biasActivationKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; bias: TensorInfo }, { activation: FusedActivation }>(
    runtime,
    biasActivationName,
    ({ x, bias }, { activation }) => {
      const y = runtime.output(x.shape);
      const columns = x.shape.at(-1)!;
      runtime.run("biasActivation", columns === 0 ? 0 : util.sizeFromShape(x.shape) / columns, {
        columns,
        flags: outputFlags(bias, activation),
        x: runtime.input(x),
        bias: runtime.input(bias),
        y: y.address,
      });
      return y.info;
    },
  );
}

/** Its gradient. */
export const biasActivationGradient: GradConfig = {
  kernelName: biasActivationName,
  outputsToSave: [true],
  gradFunc: (dy, [y], attrs) => {
    const { dz, bias } = outputGradients(dy as Tensor, y!, attrs["activation"] as FusedActivation);
    return { x: () => dz.clone(), bias };
  },
};
