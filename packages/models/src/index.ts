export type { ModelOptions } from "./_base-model.ts";
export type { FeatureData, FeatureSpaceAdaptOptions } from "./feature-space/adapt.ts";
export type { FeatureColumns } from "./feature-space/columns.ts";
export { FeatureSpace } from "./feature-space/feature-space.ts";
export type {
  CategoricalOptions,
  FloatDiscretizedOptions,
  FloatOptions,
  FloatRescaledOptions,
  HashedOptions,
} from "./feature-space/kinds.ts";
export type { FeatureKind } from "./feature-space/options.ts";
export type { Cross, Feature } from "./feature-space/parts.ts";
export { Functional } from "./functional.ts";
export type { Graph } from "./graph/map-graph.ts";
export { Model } from "./model.ts";
export { loadLayersModel, loadModel, loadModelFromBytes } from "./saving/load-model.ts";
export type { LoadModelOptions } from "./saving/load-options.ts";
export { type ModelFormat, type SaveModelOptions, saveModel, saveModelToBytes } from "./saving/save-model.ts";
export { legacyHardSigmoid } from "./saving/tfjs/hard-sigmoid.ts";
export type { ModelFiles } from "./saving/tfjs/load-tfjs.ts";
export { type LoadWeightsOptions, loadWeights, type SaveWeightsOptions, saveWeights } from "./saving/weights-files.ts";
export { Sequential, type SequentialPart } from "./sequential.ts";
export { catalogue } from "./serialization/catalogue.ts";
export { type CloneModelOptions, cloneModel } from "./serialization/clone-model.ts";
export { type FromTextOptions, modelFromJSON, modelFromYAML } from "./serialization/text.ts";
export type { SummaryOptions } from "./summary/summary.ts";
export type { StepResults } from "./training/read-logs.ts";
export type { StepExplanation } from "./training/recorded-steps.ts";
export type {
  Batch,
  BatchIterable,
  BatchOptions,
  BatchTuple,
  CompileOptions,
  Data,
  EvaluateOptions,
  FitOptions,
  LossLike,
  MetricLike,
  PredictOptions,
  TrainBatch,
} from "./training/types.ts";
