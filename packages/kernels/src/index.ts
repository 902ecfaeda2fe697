export { KernelError } from "./errors.ts";
export { type AdamOptions, adamUpdate } from "./fused/adam.ts";
export { type FusedConvOptions, fusedConv2d } from "./fused/conv2d.ts";
export { type FusedDenseOptions, fusedDense } from "./fused/dense.ts";
export { type RmspropOptions, rmspropUpdate } from "./fused/rmsprop.ts";
export { type SgdOptions, sgdUpdate } from "./fused/sgd.ts";
export { sparseSoftmaxCrossEntropy } from "./fused/softmax-cross-entropy.ts";
export { info, type KernelInfo, type StartOptions, start } from "./start.ts";
