import { isBranch, type NDArray, OptionError, refusal } from "@hornbeam/core";
import { classWeights } from "../class-weight.ts";
import type { BatchTuple } from "../types.ts";
import type { BatchSource, HostBatch } from "./batch-source.ts";
import { unpack } from "./iterable-source.ts";
import { permutation } from "./permutation.ts";

/** A data set whose batches have numbers, as a `PyDataset` of `@hornbeam/data` is. */
export interface IndexedBatches {
  readonly length: number | null;
  getItem(index: number): unknown;
  inOrder(order?: ArrayLike<number>): AsyncIterable<BatchTuple>;
  onEpochBegin(): void;
  onEpochEnd(): void;
}

export interface IndexedSourceOptions {
  readonly action: string;
  readonly shuffle?: boolean | "batch";
  readonly classWeight?: Readonly<Record<number, number>> | undefined;
}

/** Batches of a data set by their numbers: in order, or in another order each pass. */
export class IndexedSource implements BatchSource {
  readonly numBatches: number | null;
  readonly #data: IndexedBatches;
  readonly #options: IndexedSourceOptions;

  constructor(data: IndexedBatches, options: IndexedSourceOptions) {
    this.#data = data;
    this.#options = options;
    this.numBatches = data.length;
  }

  async *open(): AsyncGenerator<HostBatch> {
    const { length } = this.#data;
    const order = this.#options.shuffle && length !== null ? permutation(length) : undefined;
    for await (const batch of this.#data.inOrder(order)) yield this.#weighted(unpack(batch));
  }

  onEpochBegin(): void {
    this.#data.onEpochBegin();
  }
  onEpochEnd(): void {
    this.#data.onEpochEnd();
  }

  #weighted(batch: HostBatch): HostBatch {
    const { action, classWeight } = this.#options;
    if (classWeight === undefined) return batch;
    if (batch.sampleWeight !== null)
      throw refusal(OptionError, { action, expected: "`classWeight` and `sampleWeight` exclude each other" });
    if (batch.y === null || isBranch(batch.y))
      throw refusal(OptionError, { action, expected: "`classWeight` needs a model with a single output" });
    return { ...batch, sampleWeight: classWeights(batch.y as NDArray, classWeight) };
  }
}

/** Whether a data set gives batches by their numbers. */
export function isIndexed(data: object): data is IndexedBatches {
  return "getItem" in data && "inOrder" in data;
}
