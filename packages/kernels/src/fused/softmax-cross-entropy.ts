import {
  cast,
  engine,
  expandDims,
  type GradConfig,
  getKernel,
  type KernelConfig,
  logSoftmax,
  mul,
  neg,
  oneHot,
  reshape,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { scaleRowsName, sparseSoftmaxCrossEntropyName } from "./names.ts";

/**
 * Cross-entropy of integer labels and softmax, in one pass: `ln Σ exp(logits) - logits[label]`, without overflow. The
 * gradient, `softmax(logits) - one-hot(label)`, is a by-product of the forward pass. A label out of range gives NaN.
 *
 * - labels: `[...]`, int32
 * - logits: `[..., classes]`, float32
 * - result: `[...]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * sparseSoftmaxCrossEntropy(tensor1d([1], "int32"), tensor2d([[0, 0]])); // [0.6931]
 */
export function sparseSoftmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor {
  const rows = logits.shape.slice(0, -1);
  if (logits.rank < 1 || !util.arraysEqual(labels.shape, rows) || labels.dtype !== "int32") {
    throw new KernelError(
      `Cannot compute the cross-entropy: labels must be int32 of shape [${rows.join(", ")}], received ${labels.dtype} [${labels.shape.join(", ")}]`,
    );
  }
  if (!getKernel(sparseSoftmaxCrossEntropyName, engine().backendName)) {
    return neg(sum(mul(hotLabels(labels, logits), logSoftmax(logits)), -1));
  }
  const outputs = engine().runKernel(sparseSoftmaxCrossEntropyName, { logits, labels }) as unknown as [Tensor, Tensor];
  return outputs[0];
}

/** The kernel behind {@link sparseSoftmaxCrossEntropy}: losses, and softmax minus one-hot. */
export function sparseSoftmaxCrossEntropyKernel(runtime: Runtime): KernelConfig {
  return kernel<{ logits: TensorInfo; labels: TensorInfo }>(
    runtime,
    sparseSoftmaxCrossEntropyName,
    ({ logits, labels }) => {
      const losses = runtime.output(labels.shape);
      const difference = runtime.output(logits.shape);
      runtime.run("softmaxCrossEntropy", util.sizeFromShape(labels.shape), {
        columns: logits.shape.at(-1)!,
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
export const sparseSoftmaxCrossEntropyGradient: GradConfig = {
  kernelName: sparseSoftmaxCrossEntropyName,
  inputsToSave: ["logits", "labels"],
  outputsToSave: [false, true],
  gradFunc: (dy, saved) => {
    const [logits, labels, difference] = saved as [Tensor, Tensor, Tensor];
    const [scale] = dy as unknown as Tensor[]; // one gradient an output
    return {
      logits: () => {
        if (!engine().isTapeOn()) return engine().runKernel(scaleRowsName, { x: difference, scale: scale! }) as Tensor;
        // a gradient of the gradient is being recorded: the same as a function of the logits
        return mul(sub(softmax(logits), hotLabels(labels, logits)), expandDims(scale!, -1));
      },
    };
  },
};

function hotLabels(labels: Tensor, logits: Tensor): Tensor {
  return cast(reshape(oneHot(reshape(labels, [-1]) as Tensor1D, logits.shape.at(-1)!), logits.shape), "float32");
}
