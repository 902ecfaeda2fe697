export * as activations from "@hornbeam/activations";
export * as callbacks from "@hornbeam/callbacks";
export * as constraints from "@hornbeam/constraints";
export {
  Callback,
  type CallOptions,
  ConfigError,
  clearSession,
  config,
  type DType,
  DTypeError,
  DTypePolicy,
  DTypePolicy as FloatDTypePolicy,
  defineCallback,
  defineConstraint,
  defineInitializer,
  defineLayer,
  defineLoss,
  defineMetric,
  defineOptimizer,
  defineRegularizer,
  defineSchedule,
  dtypePolicies,
  getThreads,
  getVectorWidth,
  hostScalar,
  hostTensor,
  hostWork,
  Initializer,
  type InputSpec,
  KerasError,
  KerasTensor,
  type KnownShape,
  keep,
  Layer,
  type Logs,
  Loss,
  Metric,
  memory,
  NDArray,
  nameScope,
  Optimizer,
  OptionError,
  onlyIf,
  Regularizer,
  ready,
  recordEffect,
  registerKerasSerializable,
  runFunctionsEagerly,
  type Shape,
  ShapeError,
  StateError,
  scope,
  setRandomSeed,
  setThreads,
  setVectorWidth,
  Tensor,
  type TensorLike,
  tidy,
  Variable,
  valueAndGrad,
} from "@hornbeam/core";
export * as data from "@hornbeam/data";
export * as datasets from "@hornbeam/datasets";
export * as initializers from "@hornbeam/initializers";
export * as layers from "@hornbeam/layers";
export { Input } from "@hornbeam/layers";
export * as losses from "@hornbeam/losses";
export * as metrics from "@hornbeam/metrics";
export * as models from "@hornbeam/models";
export { Model, Sequential, type StepResults, type TrainBatch } from "@hornbeam/models";
export * as ops from "@hornbeam/ops";
export * as optimizers from "@hornbeam/optimizers";
export * as random from "@hornbeam/random";
export * as regularizers from "@hornbeam/regularizers";
export { tree } from "@hornbeam/utils";
export * as viz from "@hornbeam/viz";
export * as backend from "./backend.ts";
export * as mixedPrecision from "./mixed-precision.ts";
export * as options from "./options.ts";
export * as saving from "./saving.ts";
export * as utils from "./utils.ts";
