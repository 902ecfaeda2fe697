import type { Model } from "@hornbeam/models";

/** A net that is timed, and the data that it is trained on. */
export interface Workload {
  readonly title: string;
  /** Samples a step. */
  readonly batch: number;
  /** Steps a round: about half a second of work, so that what an epoch costs by itself hardly counts. */
  readonly steps: number;
  /** Shape of a sample. */
  readonly shape: readonly number[];
  /** Samples are word numbers below this; pictures or series otherwise. */
  readonly words?: number;
  /** A new model, compiled, ten classes. */
  readonly build: () => Model;
}
