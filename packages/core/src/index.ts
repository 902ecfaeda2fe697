export { getThreads, getVectorWidth, setThreads, setVectorWidth, type VectorWidth } from "@hornbeam/kernels";
export { Tensor } from "@hornbeam/kernels/tfjs";
export {
  type ArrayDType,
  arrayDTypes,
  bytesPerElement,
  type DType,
  isDType,
  isFloat,
  isInteger,
  standardizeDType,
  type TensorDType,
  tensorDType,
} from "./array/dtype.ts";
export { NDArray } from "./array/nd-array.ts";
export type { Nested } from "./array/nested.ts";
export { axisOf, isShape, type KnownShape, type Shape, sameShape, sizeOf, stridesOf } from "./array/shape.ts";
export { allocate, convert, type Storage } from "./array/storage.ts";
export { ready, requireBackend } from "./backend/ready.ts";
export { backend } from "./config/backend.ts";
export * as config from "./config/index.ts";
export {
  disableInteractiveLogging,
  enableInteractiveLogging,
  isInteractiveLoggingEnabled,
} from "./config/switches.ts";
export {
  epsilon,
  floatx,
  imageDataFormat,
  maxEpochs,
  maxStepsPerEpoch,
  setEpsilon,
  setFloatx,
  setImageDataFormat,
} from "./config/values.ts";
export { currentCall, isTracing, trace, withCall } from "./context/call-context.ts";
export { rememberedLogits, rememberLogits } from "./context/logits.ts";
export { getMask, setMask } from "./context/mask.ts";
export { currentDTypePolicy } from "./dtype-policies/current.ts";
export { setDTypePolicy } from "./dtype-policies/get.ts";
export * as dtypePolicies from "./dtype-policies/index.ts";
export { dtypePolicy } from "./dtype-policies/option.ts";
export {
  ConfigError,
  DTypeError,
  type ErrorDetails,
  KerasError,
  OptionError,
  type Refusal,
  refusal,
  ShapeError,
  StateError,
} from "./errors.ts";
export { gradientsOf, type ValueAndGrads, valueAndGrad } from "./gradients.ts";
export { type Interpreter, interpret } from "./graph/interpreter.ts";
export { type KerasHistory, KerasTensor, type TensorSpec } from "./graph/keras-tensor.ts";
export { defineOp, type Op } from "./graph/op.ts";
export type { OpDefinition } from "./graph/op-definition.ts";
export { OpOperation } from "./graph/op-operation.ts";
export { type Arguments, connect, type Node, nodeOf, type Operation } from "./graph/operation.ts";
export {
  flatten,
  isBranch,
  isKerasTensor,
  isSymbolic,
  kerasTensors,
  mapStructure,
  packAs,
  type Structure,
} from "./graph/structure.ts";
export { ofUnknownSizes } from "./graph/unknown-sizes.ts";
export { defineLayer } from "./layer/define-layer.ts";
export { checkInput, type InputSpec, knownAxis } from "./layer/input-spec.ts";
export { type AnyLayer, Layer } from "./layer/layer.ts";
export { layerOptions } from "./layer/layer-options.ts";
export { mapShapes } from "./layer/shapes.ts";
export type { CallOptions, Convertible, Inputs, ShapeOf, Symbolic, WeightOptions } from "./layer/types.ts";
export { inScope, keep, scope, tidy } from "./memory/scope.ts";
export { camelCase, classToSnakeCase, snakeCase } from "./names/case.ts";
export { currentPath, nameScope } from "./names/name-scope.ts";
export { nearest, suggestion } from "./names/nearest.ts";
export { makeSeed, mix, SeedGenerator, setRandomSeed } from "./names/seed.ts";
export { uniqueName } from "./names/unique-name.ts";
export { Callable } from "./objects/callable.ts";
export { classNameOf, kerasModuleOf, snakeNameOf } from "./objects/class-name.ts";
export { Configured } from "./objects/configured.ts";
export { Constraint, defineConstraint } from "./objects/constraint.ts";
export { type ClassNameOf, type Defined, define, type Parent } from "./objects/define.ts";
export { DTypePolicy } from "./objects/dtype-policy.ts";
export { defineInitializer, Initializer } from "./objects/initializer.ts";
export { defineLoss, Loss, type LossFunction, lossOptions } from "./objects/loss.ts";
export { defineMeasure, isMeasure, type LossAtOnce, type Measure, type MeasureBody } from "./objects/loss-measure.ts";
export { type RankTools, squeezeOrExpandToSameRank } from "./objects/loss-rank.ts";
export { type LossReduction, type LossShares, maskWeights, sameRank } from "./objects/loss-reduction.ts";
export {
  type AnyMetric,
  defineMetric,
  Metric,
  type MetricResult,
  type MetricUpdateOptions,
  type MetricVariableOptions,
  metricDType,
  metricOptions,
  type PairArguments,
} from "./objects/metric.ts";
export { defineRegularizer, Regularizer } from "./objects/regularizer.ts";
export { defineSchedule, LearningRateSchedule } from "./objects/schedule.ts";
export { defineOptimizer } from "./optimizer/define-optimizer.ts";
export type { Gradient } from "./optimizer/gradients.ts";
export { Optimizer } from "./optimizer/optimizer.ts";
export { type LearningRate, learningRate, optimizerOptions, readLearningRate } from "./optimizer/options.ts";
export type { SlotList, SlotSpec, Slots, SlotVariableOptions } from "./optimizer/slots.ts";
export type { Together } from "./optimizer/together.ts";
export type { DecayExclusion } from "./optimizer/weight-decay.ts";
export {
  axes,
  boolean,
  dataFormat,
  dtypeName,
  fraction,
  functionOption,
  integer,
  integers,
  json,
  nonNegativeInteger,
  nonNegativeNumber,
  nullableText,
  number,
  oneOf,
  positiveInteger,
  positiveNumber,
  shape,
  spatial,
  text,
} from "./options/kinds.ts";
export {
  type Given,
  type Held,
  type MakeOption,
  nullable,
  type Option,
  type OptionExtras,
  type OptionsOf,
  option,
  type Schema,
} from "./options/option.ts";
export {
  changeCount,
  compileRecordings,
  functionsRunEagerly,
  guardNumber,
  type HostValues,
  type HostWork,
  hostScalar,
  hostTensor,
  hostWork,
  isRecording,
  noteChange,
  onlyIf,
  Program,
  type ProgramStatistics,
  type Recording,
  readNumber,
  recordEffect,
  recordStep,
  refuseRecording,
  runFunctionsEagerly,
  type Saving,
  unrecorded,
} from "./recording.ts";
export { Catalogue, type CatalogueClass } from "./serialization/catalogue.ts";
export { type Config, isRecord, isSerializedObject, type SerializedObject } from "./serialization/config.ts";
export type { CustomObject, CustomObjects } from "./serialization/custom-object.ts";
export { CustomObjectScope, customObjectScope } from "./serialization/custom-object-scope.ts";
export { type DeserializeOptions, Deserializer, deserializeKerasObject } from "./serialization/deserialize.ts";
export { Identifiers } from "./serialization/identifiers.ts";
export { knownObjects } from "./serialization/known.ts";
export { type ParseLimits, parseJson } from "./serialization/parse-json.ts";
export type { Family, Reading } from "./serialization/reading.ts";
export {
  getCustomObjects,
  getRegisteredName,
  getRegisteredObject,
  isRegistered,
  registerKerasSerializable,
} from "./serialization/registry.ts";
export { serializeKerasObject } from "./serialization/serialize.ts";
export { Slice } from "./serialization/slice.ts";
export { clearSession } from "./session.ts";
export { show } from "./show.ts";
export { hostArray } from "./tensor/host-array.ts";
export type { Initial, InitialValue } from "./tensor/initial-value.ts";
export { toNDArray } from "./tensor/to-nd-array.ts";
export { type ConversionOptions, type TensorLike, toTensor } from "./tensor/to-tensor.ts";
export { isTensor, memory, Variable, type VariableOptions } from "./tensor/variable.ts";
export { Callback, type CallbackParams, defineCallback, type PredictLogs } from "./training/callback.ts";
export { knownLength } from "./training/known-length.ts";
export { Pauses } from "./training/pauses.ts";
export type { Logs, TrainableModel, TrainableOptimizer } from "./training/trainable-model.ts";
export { warnOnce } from "./warn.ts";
