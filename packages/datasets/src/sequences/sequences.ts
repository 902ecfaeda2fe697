import type { NDArray } from "@hornbeam/core";

/** Texts as the numbers of their words, most frequent first, and what they are about. */
export type SequenceSplit = [x: number[][], y: NDArray];

/** A data set of texts as `loadData` gives it: `[[xTrain, yTrain], [xTest, yTest]]`. */
export type SequenceTrainTest = [train: SequenceSplit, test: SequenceSplit];

/** How texts are numbered; the same for all data sets of texts. */
export interface SequenceOptions {
  /** Only words of a smaller number are kept; all but the rarest unless given. */
  readonly numWords?: number | null | undefined;
  /** Words of a smaller number are not kept: the most frequent ones; 0 unless given. */
  readonly skipTop?: number | undefined;
  /** Only texts with fewer words are kept; all unless given. */
  readonly maxlen?: number | null | undefined;
  /** Seed of the order of texts, 113 unless given; the order is that of Keras. */
  readonly seed?: number | undefined;
  /** What each text begins with, 1 unless given; null for nothing. */
  readonly startChar?: number | null | undefined;
  /** What stands for words that are not kept, 2 unless given; null leaves them out. */
  readonly oovChar?: number | null | undefined;
  /** What is added to the numbers of words, 3 unless given: 0, 1 and 2 mean something else. */
  readonly indexFrom?: number | undefined;
}
