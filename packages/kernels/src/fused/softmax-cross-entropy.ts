import {
  cast,
  engine,
  equal,
  expandDims,
  getKernel,
  grad,
  type KernelConfig,
  log,
  logSoftmax,
  mul,
  neg,
  range,
  sum,
  type Tensor,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { type CrossEntropyOptions, clipped } from "./cross-entropy.ts";
import { scaleRowsName, sparseSoftmaxCrossEntropyName } from "./names.ts";
import type { GradConfigOfSome } from "./with-gradient.ts";

/**
 * Cross-entropy of integer labels and softmax, in one pass: `ln Σ exp(logits) - logits[label]`, without overflow. The
 * gradient, `softmax(logits) - one-hot(label)`, is a by-product of the forward pass. A label out of range gives NaN. The logits of
 * probabilities are their logarithms, held within `[ε, 1 - ε]` as they are.
 *
 * - labels: `[...]`, int32
 * - logits: `[..., classes]`, float32, or probabilities
 * - result: `[...]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * sparseSoftmaxCrossEntropy(tensor1d([1], "int32"), tensor2d([[0, 0]])); // [0.6931]
 */
export function sparseSoftmaxCrossEntropy(
  labels: Tensor,
  logits: Tensor,
  { fromLogits = true, epsilon = 1e-7 }: CrossEntropyOptions = {},
): Tensor {
  const rows = logits.shape.slice(0, -1);
  if (logits.rank < 1 || !util.arraysEqual(labels.shape, rows) || labels.dtype !== "int32") {
    throw new KernelError(
      `Cannot compute the cross-entropy: labels must be int32 of shape [${rows.join(", ")}], received ${labels.dtype} [${labels.shape.join(", ")}]`,
    );
  }
  const settings: Settings = { probabilities: !fromLogits, epsilon };
  if (!getKernel(sparseSoftmaxCrossEntropyName, engine().backendName)) return ofNumbers(labels, logits, settings);
  const inputs = { logits, labels };
  const outputs = engine().runKernel(sparseSoftmaxCrossEntropyName, inputs, settings) as unknown as [Tensor, Tensor];
  return outputs[0];
}

type Settings = { readonly probabilities: boolean; readonly epsilon: number };

/** The kernel behind {@link sparseSoftmaxCrossEntropy}: losses, and softmax minus one-hot. */
export function sparseSoftmaxCrossEntropyKernel(runtime: Runtime): KernelConfig {
  return kernel<{ logits: TensorInfo; labels: TensorInfo }, Settings>(
    runtime,
    sparseSoftmaxCrossEntropyName,
    ({ logits, labels }, { probabilities, epsilon }) => {
      const losses = runtime.output(labels.shape);
      const difference = runtime.output(logits.shape);
      runtime.run("softmaxCrossEntropy", util.sizeFromShape(labels.shape), {
        columns: logits.shape.at(-1)!,
        probabilities: Number(probabilities),
        epsilon,
        logits: runtime.input(logits),
        labels: runtime.input(labels),
        losses: losses.address,
        difference: difference.address,
      });
      return [losses.info, difference.info];
    },
  );
}

/** `x[i, j] * scale[i]`, for the backward pass. */
export function scaleRowsKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; scale: TensorInfo }>(runtime, scaleRowsName, ({ x, scale }) => {
    const y = runtime.output(x.shape);
    runtime.run("scaleRows", util.sizeFromShape(scale.shape), {
      columns: x.shape.at(-1)!,
      x: runtime.input(x),
      scale: runtime.input(scale),
      y: y.address,
    });
    return y.info;
  });
}

/** The gradient of {@link sparseSoftmaxCrossEntropy}. */
export const sparseSoftmaxCrossEntropyGradient: GradConfigOfSome = {
  kernelName: sparseSoftmaxCrossEntropyName,
  takesMissing: true,
  inputsToSave: ["logits", "labels"],
  outputsToSave: [false, true],
  gradFunc: (dy, saved, attrs) => {
    const [logits, labels, difference] = saved as [Tensor, Tensor, Tensor];
    const [scale] = dy as unknown as Tensor[]; // one gradient an output
    const settings = attrs as unknown as Settings; // as the kernel was given them
    return {
      logits: () => {
        if (!engine().isTapeOn()) return engine().runKernel(scaleRowsName, { x: difference, scale: scale! }) as Tensor;
        // a gradient of the gradient is being recorded: the same as a function of the logits
        return grad((x) => sum(mul(ofNumbers(labels, x, settings), scale!)))(logits);
      },
    };
  },
};

/** The same of plain ops, for other backends and for gradients of gradients. */
export function ofNumbers(labels: Tensor, logits: Tensor, { probabilities, epsilon }: Settings): Tensor {
  const rows = probabilities ? log(clipped(logits, epsilon)) : logits;
  return neg(sum(mul(hotLabels(labels, rows), logSoftmax(rows)), -1));
}

function hotLabels(labels: Tensor, logits: Tensor): Tensor {
  return cast(equal(expandDims(labels, -1), range(0, logits.shape.at(-1)!, 1, "int32")), "float32");
}
