import { refusal, StateError } from "@hornbeam/core";
import { checkCount, checkOptions } from "./_options.ts";

export interface PyDatasetOptions {
  /** How many batches are in the making at once, of which the first is the one that is used next; 1 unless given. */
  readonly workers?: number | undefined;
}

/**
 * Batches by their numbers, for a class of one's own to make: `fit`, `evaluate` and `predict` take it. Unlike a generator it
 * has a length, and its batches come in another order each epoch unless `shuffle: false` is said.
 *
 * Declare `length`, the number of batches (null where they have no end), and `getItem`; `onEpochBegin` and `onEpochEnd` are
 * called around each epoch.
 *
 * @see {@link https://keras.io/api/utils/python_utils/#pydataset-class | keras.utils.PyDataset}
 * @example
 * class Squares extends PyDataset<[NDArray, NDArray]> {
 *   readonly length = 3;
 *   getItem(index: number): [NDArray, NDArray] {
 *     return [NDArray.from([[index]]), NDArray.from([[index ** 2]])];
 *   }
 * }
 * new Squares().getItem(2)[1].toArray(); // [[4]]
 */
export abstract class PyDataset<T> implements AsyncIterable<T> {
  readonly workers: number;
  /** Number of batches; null where they have no end. */
  abstract readonly length: number | null;

  constructor(options: PyDatasetOptions = {}) {
    checkOptions("make a PyDataset", options, ["workers"]);
    const { workers = 1 } = options;
    checkCount("make a PyDataset", "workers", workers, 1);
    this.workers = workers;
  }

  /** The batch of a number from 0 to `length`: `[x]`, `[x, y]` or `[x, y, sampleWeight]`. */
  abstract getItem(index: number): T | Promise<T>;

  /** Called before the first batch of an epoch. */
  onEpochBegin(): void {}
  /** Called after the last batch of an epoch. */
  onEpochEnd(): void {}

  [Symbol.asyncIterator](): AsyncGenerator<T> {
    return this.inOrder();
  }

  /**
   * The batches in an order, from 0 on unless it is given; `workers` of them are in the making at once.
   *
   * @throws {StateError} when `length` is neither a number of batches nor null.
   */
  async *inOrder(order?: ArrayLike<number>): AsyncGenerator<T> {
    const { length } = this;
    if (length !== null && !(Number.isSafeInteger(length) && length >= 0)) {
      const expected = "`length` must be its number of batches, or null where they have no end";
      throw refusal(StateError, { action: "iterate over a PyDataset", expected, received: length });
    }
    const end = order?.length ?? length ?? Number.POSITIVE_INFINITY;
    const started: Promise<T>[] = [];
    for (let given = 0, next = 0; given < end; given++) {
      for (; next < end && next < given + this.workers; next++) started.push(this.#make(order?.[next] ?? next));
      yield await started.shift()!;
    }
  }

  #make(index: number): Promise<T> {
    const made = (async () => this.getItem(index))();
    made.catch(() => undefined); // told where it is awaited; a batch that nobody awaits any more may fail
    return made;
  }
}
