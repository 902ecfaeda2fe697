import type { GradConfig, KernelConfig } from "@hornbeam/kernels/tfjs";
import { dropoutGradient, dropoutKernel } from "../random/dropout.ts";
import { randomKernels } from "../random/random-kernels.ts";
import type { Runtime } from "../runtime.ts";
import { activationGradientKernel } from "./activation-gradient.ts";
import { attentionKernels } from "./attention.ts";
import { batchNormKernels } from "./batch-norm-kernels.ts";
import { biasActivationGradient, biasActivationKernel } from "./bias-activation.ts";
import { fusedConv2dGradient, fusedConv2dKernel } from "./conv2d.ts";
import { crossEntropyGradients, crossEntropyKernels } from "./cross-entropy.ts";
import { crossEntropyLossKernels } from "./cross-entropy-loss-kernels.ts";
import { fusedDenseGradient, fusedDenseKernel } from "./dense.ts";
import { fusedDepthwiseConv2dGradient, fusedDepthwiseConv2dKernel } from "./depthwise-conv2d.ts";
import { groupNormKernels } from "./group-norm.ts";
import { layerNormKernels } from "./layer-norm.ts";
import { recurrentGradientKernel } from "./recurrent/backward.ts";
import { recurrentKernel } from "./recurrent/forward.ts";
import {
  scaleRowsKernel,
  sparseSoftmaxCrossEntropyGradient,
  sparseSoftmaxCrossEntropyKernel,
} from "./softmax-cross-entropy.ts";

/** The kernels behind the fused functions. */
export function fusedKernels(runtime: Runtime): KernelConfig[] {
  return [
    activationGradientKernel,
    biasActivationKernel,
    fusedDenseKernel,
    fusedConv2dKernel,
    fusedDepthwiseConv2dKernel,
    sparseSoftmaxCrossEntropyKernel,
    scaleRowsKernel,
    crossEntropyKernels,
    crossEntropyLossKernels,
    recurrentKernel,
    recurrentGradientKernel,
    attentionKernels,
    layerNormKernels,
    groupNormKernels,
    batchNormKernels,
    randomKernels,
    dropoutKernel,
  ].flatMap((make) => make(runtime));
}

/** The gradients of the fused functions. */
export function fusedGradients(): GradConfig[] {
  return [
    fusedDenseGradient,
    biasActivationGradient,
    fusedConv2dGradient,
    fusedDepthwiseConv2dGradient,
    sparseSoftmaxCrossEntropyGradient,
    ...crossEntropyGradients,
    dropoutGradient,
  ];
}
