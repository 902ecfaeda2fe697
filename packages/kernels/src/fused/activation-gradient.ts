import {
  cast,
  engine,
  greater,
  type KernelConfig,
  less,
  logicalAnd,
  mul,
  sum,
  type Tensor,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import { outputFlags } from "../kernels/activation.ts";
import { columnSums } from "../kernels/column-sums.ts";
import { kernel } from "../kernels/define.ts";
import { share } from "../kernels/identity.ts";
import type { Runtime } from "../runtime.ts";
import { activationGradientName, type FusedActivation } from "./names.ts";

/** Backward through activation and bias in one pass: the masked gradient, and its sums over all axes but the last. */
export function activationGradientKernel(runtime: Runtime): KernelConfig {
  return kernel<{ dy: TensorInfo; y: TensorInfo }, { activation: FusedActivation }>(
    runtime,
    activationGradientName,
    ({ dy, y }, { activation }) => {
      const columns = y.shape.at(-1)!;
      const rows = util.sizeFromShape(y.shape) / columns;
      const sums = runtime.output([columns]);
      const flags = outputFlags(undefined, activation);
      if (flags === 0) {
        columnSums(runtime, rows, columns, runtime.input(dy), sums.address);
        return [share(runtime, dy), sums.info];
      }
      const dx = runtime.output(y.shape);
      columnSums(runtime, rows, columns, runtime.input(dy), sums.address, {
        y: runtime.input(y),
        dx: dx.address,
        flags,
      });
      return [dx.info, sums.info];
    },
  );
}

/**
 * The two gradients, made of plain ops while a gradient of the gradient is being recorded.
 *
 * They are made where the gradient function of a node runs, outside of the scopes that TensorFlow.js opens for each of its
 * inputs, so that all inputs can use them; they go when the backward pass ends.
 */
export function activationGradients(dy: Tensor, y: Tensor, activation: FusedActivation): [Tensor, Tensor] {
  if (engine().isTapeOn()) {
    const open = activation === "relu6" ? logicalAnd(greater(y, 0), less(y, 6)) : greater(y, 0);
    const dx = activation === "linear" ? dy : mul(dy, cast(open, "float32"));
    return [
      dx,
      sum(
        dx,
        dx.shape.slice(0, -1).map((_, axis) => axis),
      ),
    ];
  }
  return engine().runKernel(activationGradientName, { dy, y }, { activation }) as unknown as [Tensor, Tensor]; // two outputs
}

/** {@link activationGradients} for a layer: without an activation the sums are made when there is a bias that wants them. */
export function outputGradients(
  dy: Tensor,
  y: Tensor,
  activation: FusedActivation,
): { readonly dz: Tensor; readonly bias: () => Tensor } {
  if (activation === "linear") return { dz: dy, bias: () => activationGradients(dy, y, activation)[1] };
  const [dz, sums] = activationGradients(dy, y, activation);
  return { dz, bias: () => sums.clone() };
}
