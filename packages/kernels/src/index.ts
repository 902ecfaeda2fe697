export { KernelError } from "./errors.ts";
export { activationGradients } from "./fused/activation-gradient.ts";
export { type AdamOptions, adamUpdate } from "./fused/adam.ts";
export { type AttentionOptions, attention } from "./fused/attention.ts";
export { type BatchNormOptions, type BatchNormOutputs, batchNorm } from "./fused/batch-norm.ts";
export { correctedRate, powerComplement } from "./fused/bias-correction.ts";
export { type FusedConvOptions, fusedConv2d } from "./fused/conv2d.ts";
export { binaryCrossEntropy, type CrossEntropyOptions, crossEntropy } from "./fused/cross-entropy.ts";
export { type FusedDenseOptions, fusedDense } from "./fused/dense.ts";
export { fusedDepthwiseConv2d } from "./fused/depthwise-conv2d.ts";
export { type GeluOptions, gelu, silu } from "./fused/gated-linear.ts";
export { type GroupNormOptions, groupNorm } from "./fused/group-norm.ts";
export { type LayerNormOptions, layerNorm } from "./fused/layer-norm.ts";
export type { FusedActivation } from "./fused/names.ts";
export type { GateActivation, RecurrentInputs, RecurrentOptions } from "./fused/recurrent/options.ts";
export { type RecurrentOutputs, recurrent } from "./fused/recurrent/recurrent.ts";
export { type RmspropOptions, rmspropUpdate } from "./fused/rmsprop.ts";
export { type SgdOptions, sgdUpdate } from "./fused/sgd.ts";
export { sparseSoftmaxCrossEntropy } from "./fused/softmax-cross-entropy.ts";
export type { Variant } from "./load-module.ts";
export {
  drawIntegers,
  drawNormal,
  drawUniform,
  type IntegersOptions,
  type NormalOptions,
  type UniformOptions,
} from "./random/draw.ts";
export { type DropoutByKeyOptions, dropoutByKey } from "./random/dropout.ts";
export { normalQuantile } from "./random/quantile.ts";
export { threefry } from "./random/threefry.ts";
export {
  guardNumber,
  hostScalar,
  hostTensor,
  isRecording,
  namedWork,
  readNumber,
  recordEffect,
  refuseRecording,
  unrecorded,
} from "./recording/host.ts";
export type { HostValues } from "./recording/instruction.ts";
export { Program, type ProgramStatistics } from "./recording/program.ts";
export { compileRecordings, type Recording, recordStep } from "./recording/record.ts";
export { info, type KernelInfo, type StartOptions, start } from "./start.ts";
export { getThreads, setThreads } from "./threads/threads.ts";
