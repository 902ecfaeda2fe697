import type { AnyMetric, Callback, Loss, NDArray, Optimizer, Structure, Tensor, TensorLike } from "@hornbeam/core";

/** Data of one or several inputs or outputs: arrays in the structure that the model has. */
export type Data = Structure<TensorLike>;

/** An object without its call signature, which would keep the parameters of a function beside it from being inferred. */
type Uncalled<T> = Pick<T, keyof T>;

/** A loss: its name, an object, or a function of `yTrue` and `yPred`. */
export type LossLike = string | Uncalled<Loss> | ((yTrue: Tensor, yPred: Tensor) => Tensor);
/** A metric: its name, an object, or a function of `yTrue` and `yPred`. */
export type MetricLike = string | Uncalled<AnyMetric> | ((yTrue: Tensor, yPred: Tensor) => Tensor);

export interface CompileOptions {
  /** @default "rmsprop" */
  readonly optimizer?: string | Optimizer;
  /** One for all outputs, or one each: in a list, or by the outputs' names. */
  readonly loss?: LossLike | null | readonly (LossLike | null)[] | { readonly [output: string]: LossLike | null };
  /** What each output's loss is multiplied by in the total. */
  readonly lossWeights?: number | null | readonly number[] | { readonly [output: string]: number };
  readonly metrics?: MetricList | null;
  /** Metrics that sample weights and class weights apply to. */
  readonly weightedMetrics?: MetricList | null;
  readonly runEagerly?: boolean;
  /** Steps that are done as one: hooks are called, and losses and metrics read, after the last of them. */
  readonly stepsPerExecution?: number;
  readonly jitCompile?: boolean | "auto";
  readonly autoScaleLoss?: boolean;
}
export type MetricList =
  | readonly (MetricLike | null | readonly MetricLike[])[]
  | { readonly [output: string]: MetricLike | null | readonly MetricLike[] };

/** A batch as a step sees it: tensors in the structure of the data; null for what was not given. */
// biome-ignore lint/suspicious/noExplicitAny: the structure is that of the user's data
export type TrainBatch<X = any, Y = any> = readonly [x: X, y: Y, sampleWeight: any];

/** Samples of any source: `[x]`, `[x, y]` or `[x, y, sampleWeight]`. */
export type BatchTuple =
  | readonly [x: Data]
  | readonly [x: Data, y: Data | null]
  | readonly [x: Data, y: Data | null, sampleWeight: Data | null];
/** What a data set gives: such a list, or x alone where it is none. */
export type Batch = BatchTuple | NDArray | Tensor | { readonly [input: string]: Data };
/** A data set, an iterable or a generator of batches. */
export type BatchIterable =
  | Iterable<Batch>
  | AsyncIterable<Batch>
  | (() => Iterator<Batch> | AsyncIterator<Batch> | Iterable<Batch> | AsyncIterable<Batch>);

export type Verbose = "auto" | 0 | 1 | 2;

interface LoopOptions {
  /** Samples a step; 32 unless given. Not for data sets, which come in batches. */
  readonly batchSize?: number;
  /** 0 says nothing, 1 draws a bar, 2 prints a line an epoch. */
  readonly verbose?: Verbose;
  readonly callbacks?: Callback | readonly Callback[];
  /** Ends the work after the batch at hand: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface FitOptions extends LoopOptions {
  /** Number of the last epoch: `initialEpoch: 3, epochs: 5` makes two. */
  readonly epochs?: number;
  readonly initialEpoch?: number;
  /** Share of the samples, the last ones, that is kept for validation. */
  readonly validationSplit?: number;
  readonly validationData?: BatchTuple | BatchIterable;
  readonly validationBatchSize?: number;
  readonly validationSteps?: number;
  /** Every how many epochs, or after which (counted from 1). */
  readonly validationFreq?: number | readonly number[];
  /** Whether the samples change places before each epoch; `"batch"`: within their batch only. */
  readonly shuffle?: boolean | "batch";
  /** Weight of the samples of each class. */
  readonly classWeight?: Readonly<Record<number, number>>;
  readonly sampleWeight?: Data;
  readonly stepsPerEpoch?: number;
}
export interface EvaluateOptions extends LoopOptions {
  readonly sampleWeight?: Data;
  readonly steps?: number;
  /** Results by name instead of a number or a list. */
  readonly returnDict?: boolean;
}
export interface PredictOptions extends LoopOptions {
  readonly steps?: number;
}
export interface BatchOptions {
  readonly sampleWeight?: Data;
  readonly classWeight?: Readonly<Record<number, number>>;
  readonly returnDict?: boolean;
}

/** What predictions come in: arrays in the structure of the outputs. */
// biome-ignore lint/suspicious/noExplicitAny: the structure is that of the model's outputs
export type Predictions = any;
