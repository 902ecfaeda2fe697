import {
  type GradConfig,
  getGradient,
  getKernel,
  type KernelConfig,
  registerGradient,
  registerKernel,
  unregisterGradient,
  unregisterKernel,
} from "@hornbeam/kernels/tfjs";
import { fusedGradients, fusedKernels } from "./fused/register.ts";
import { broadcastGradients } from "./gradients/broadcast.ts";
import { constantGradients } from "./gradients/constant.ts";
import { convolutionGradients } from "./gradients/convolution.ts";
import { einsumGradients } from "./gradients/einsum.ts";
import { elementwiseGradients } from "./gradients/elementwise.ts";
import { emptyGradients } from "./gradients/empty.ts";
import { indexingGradients } from "./gradients/indexing.ts";
import { pieceGradients } from "./gradients/pieces.ts";
import { reductionGradients } from "./gradients/reduction.ts";
import { softmaxGradients } from "./gradients/softmax.ts";
import { transformGradients } from "./gradients/transform.ts";
import { unaryGradients } from "./gradients/unary.ts";
import { arrangedKernels } from "./kernels/arranged.ts";
import { binaryKernels } from "./kernels/binary.ts";
import { blockKernels } from "./kernels/blocks.ts";
import { complexKernels } from "./kernels/complex.ts";
import { convolutionKernels } from "./kernels/conv2d.ts";
import { conv3dKernels } from "./kernels/conv3d.ts";
import { countingKernels } from "./kernels/counting.ts";
import { depthwiseKernels } from "./kernels/depthwise.ts";
import { einsumKernels } from "./kernels/einsum.ts";
import { fillKernels } from "./kernels/fill.ts";
import { gatherKernels } from "./kernels/gather.ts";
import { identityKernels } from "./kernels/identity.ts";
import { matMulKernels } from "./kernels/mat-mul.ts";
import { mirrorPadKernels } from "./kernels/mirror-pad.ts";
import { movingKernels } from "./kernels/moving.ts";
import { orderKernels } from "./kernels/order.ts";
import { placeKernels } from "./kernels/places.ts";
import { poolingKernels } from "./kernels/pooling.ts";
import { pooling3dKernels } from "./kernels/pooling3d.ts";
import { reductionKernels } from "./kernels/reduce.ts";
import { resizeKernels } from "./kernels/resize.ts";
import { scanKernels } from "./kernels/scan.ts";
import { segmentSumKernels } from "./kernels/segment-sum.ts";
import { selectKernels } from "./kernels/select.ts";
import { softmaxKernels } from "./kernels/softmax.ts";
import { transformKernels } from "./kernels/transform.ts";
import { unaryKernels } from "./kernels/unary.ts";
import type { Runtime } from "./runtime.ts";

/** All kernels of this package, on a runtime. */
export function trainingKernels(runtime: Runtime): KernelConfig[] {
  const families = [
    identityKernels,
    complexKernels,
    matMulKernels,
    convolutionKernels,
    depthwiseKernels,
    conv3dKernels,
    poolingKernels,
    pooling3dKernels,
    resizeKernels,
    transformKernels,
    gatherKernels,
    placeKernels,
    countingKernels,
    binaryKernels,
    movingKernels,
    mirrorPadKernels,
    blockKernels,
    fillKernels,
    segmentSumKernels,
    scanKernels,
    reductionKernels,
    orderKernels,
    selectKernels,
    arrangedKernels,
    unaryKernels,
    softmaxKernels,
    einsumKernels,
    fusedKernels,
  ];
  return families.flatMap((make) => make(runtime));
}

/** All gradients of this package. They are made of ops, so they serve every backend. */
export function trainingGradients(): GradConfig[] {
  return [
    ...emptyGradients(),
    ...constantGradients(),
    ...elementwiseGradients(),
    ...unaryGradients(),
    ...softmaxGradients(),
    ...broadcastGradients(),
    ...reductionGradients(),
    ...indexingGradients(),
    ...pieceGradients(),
    ...convolutionGradients(),
    ...transformGradients(),
    ...einsumGradients(),
    ...fusedGradients(),
  ];
}

/** Registers kernels in place of those of the same name, without the warning that TensorFlow.js prints. */
export function replaceKernels(kernels: readonly KernelConfig[]): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, kernel.backendName)) unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}

/** Registers gradients in place of those of the same name. */
export function replaceGradients(gradients: readonly GradConfig[]): void {
  for (const gradient of gradients) {
    if (getGradient(gradient.kernelName)) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}
