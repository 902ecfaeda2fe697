export { KernelError } from "./errors.ts";
export { activationGradients } from "./fused/activation-gradient.ts";
export { type AttentionOptions, attention } from "./fused/attention.ts";
export { type BatchNormOptions, type BatchNormOutputs, batchNorm } from "./fused/batch-norm.ts";
export { biasActivation } from "./fused/bias-activation.ts";
export { bitwise, signBit } from "./fused/bits.ts";
export { checkRange, type IntegerRange } from "./fused/check-range.ts";
export { choose } from "./fused/choose.ts";
export { type FusedConvOptions, fusedConv2d } from "./fused/conv2d.ts";
export { binaryCrossEntropy, type CrossEntropyOptions, crossEntropy } from "./fused/cross-entropy.ts";
export { type CrossEntropyLossOptions, crossEntropyLoss } from "./fused/cross-entropy-loss.ts";
export { type FusedDenseOptions, fusedDense } from "./fused/dense.ts";
export { fusedDepthwiseConv2d } from "./fused/depthwise-conv2d.ts";
export { divideNoNan } from "./fused/divide-no-nan.ts";
export { type GeluOptions, gelu, silu } from "./fused/gated-linear.ts";
export { type GroupNormOptions, groupNorm } from "./fused/group-norm.ts";
export { type LayerNormOptions, layerNorm } from "./fused/layer-norm.ts";
export type { FusedActivation } from "./fused/names.ts";
export { type AdafactorOptions, adafactorUpdate } from "./fused/optimizers/adafactor.ts";
export { type AdamOptions, adamUpdate } from "./fused/optimizers/adam.ts";
export { complement, correctedRate, countUp, stepPower } from "./fused/optimizers/bias-correction.ts";
export {
  addTensors,
  allFinite,
  areFinite,
  type Clip,
  clipTensors,
  divideTensors,
} from "./fused/optimizers/gradients.ts";
export { type LambOptions, lambUpdate } from "./fused/optimizers/lamb.ts";
export { type MuonOptions, muonUpdate } from "./fused/optimizers/muon.ts";
export type { NumberInMemory } from "./fused/optimizers/number-in-memory.ts";
export { type RmspropOptions, rmspropUpdate } from "./fused/optimizers/rmsprop.ts";
export { type SgdOptions, sgdUpdate } from "./fused/optimizers/sgd.ts";
export { type UpdateNumbers, type UpdateRule, type UpdateSlots, updateBy } from "./fused/optimizers/update-by.ts";
export {
  averageVariables,
  clearVariables,
  copyVariables,
  decayVariables,
} from "./fused/optimizers/weights.ts";
export { type OrderOptions, order } from "./fused/order.ts";
export type { GateActivation, RecurrentInputs, RecurrentOptions } from "./fused/recurrent/options.ts";
export { type RecurrentOutputs, recurrent } from "./fused/recurrent/recurrent.ts";
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
export { mix, nextKey } from "./random/next-key.ts";
export { normalQuantile } from "./random/quantile.ts";
export { threefry } from "./random/threefry.ts";
export {
  guardNumber,
  hostScalar,
  hostTensor,
  isRecording,
  namedWork,
  onlyIf,
  readNumber,
  recordEffect,
  refuseRecording,
  unrecorded,
} from "./recording/host.ts";
export { type HostWork, hostWork } from "./recording/host-work.ts";
export type { HostValues, Saving } from "./recording/instruction.ts";
export { type OnlyOneOptions, onlyOne } from "./recording/only-one.ts";
export { Program, type ProgramStatistics } from "./recording/program.ts";
export { compileRecordings, type Recording, recordStep } from "./recording/record.ts";
export { info, type KernelInfo, type StartOptions, start } from "./start.ts";
export { getThreads, setThreads } from "./threads/threads.ts";
export { getVectorWidth, setVectorWidth, type VectorWidth } from "./vector-width.ts";
