import type { NDArray } from "../array/nd-array.ts";
import type { AnyLayer } from "../layer/layer.ts";
import type { Variable } from "../tensor/variable.ts";

/** Results by name, as plain numbers: `{ loss: 0.31, accuracy: 0.9 }`. Keys in alphabetical order. */
export type Logs = Record<string, number>;

/** What callbacks see of an optimizer. */
export interface TrainableOptimizer {
  readonly iterations: Variable;
  /** A number, or a schedule of the step. */
  learningRate: unknown;
  /** The learning rate of the next step. */
  readonly currentLearningRate: number;
  readonly variables: readonly Variable[];
  /** The running average of each weight, where such are kept. */
  readonly averages?: ReadonlyMap<Variable, Variable> | undefined;
}

/** What callbacks see of a model. */
export interface TrainableModel {
  readonly name: string;
  readonly optimizer: TrainableOptimizer;
  readonly layers: readonly AnyLayer[];
  readonly weights: readonly Variable[];
  readonly metrics: readonly { readonly name: string; readonly direction?: "up" | "down" | undefined }[];
  /** Set to true by a callback that has seen enough. */
  stopTraining: boolean;
  getWeights(): NDArray[];
  setWeights(values: readonly NDArray[]): void;
  save(path: string): Promise<unknown>;
  saveWeights(path: string): Promise<unknown>;
  loadWeights(path: string): Promise<unknown>;
  toJSON(): string;
}
