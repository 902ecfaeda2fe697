import { maxStepsPerEpoch, warnOnce } from "@hornbeam/core";
import type { BatchSource, HostBatch } from "./sources/batch-source.ts";

/** The batches of one round of hooks, and the numbers of the first and of the last. */
export interface Step {
  readonly first: number;
  readonly last: number;
  readonly batches: readonly HostBatch[];
}

/** The steps an epoch, no more than `config.maxStepsPerEpoch()`. */
function limited(stepsPerEpoch: number | undefined, numBatches: number | null): number | undefined {
  const most = maxStepsPerEpoch();
  if (most === null || (stepsPerEpoch ?? numBatches ?? Number.POSITIVE_INFINITY) <= most) return stepsPerEpoch;
  warnOnce(`Epochs are limited to ${most} steps by config.setMaxStepsPerEpoch.`);
  return most;
}

/**
 * Goes through a source epoch by epoch. With `stepsPerEpoch` an epoch takes up where the last one stopped, and the data
 * may end within one; without, each epoch is one pass.
 */
export class EpochSteps {
  readonly #source: BatchSource;
  readonly #stepsPerEpoch: number | undefined;
  readonly #group: number;
  #current: Iterator<HostBatch> | AsyncIterator<HostBatch> | undefined;
  #seen = 0;
  #numBatches: number | null;

  constructor(source: BatchSource, stepsPerEpoch: number | undefined, stepsPerExecution = 1) {
    this.#source = source;
    this.#stepsPerEpoch = limited(stepsPerEpoch, source.numBatches);
    this.#group = stepsPerExecution;
    this.#numBatches = source.numBatches;
  }

  /** Batches an epoch; null as long as nobody knows. */
  get numBatches(): number | null {
    return this.#stepsPerEpoch ?? this.#numBatches;
  }

  /** Makes the next epoch begin with the first batch again. */
  reset(): void {
    this.#current = undefined;
  }

  async *epoch(): AsyncGenerator<Step> {
    this.#source.onEpochBegin?.();
    yield* this.#steps();
    this.#source.onEpochEnd?.();
  }

  async *#steps(): AsyncGenerator<Step> {
    const wanted = this.numBatches ?? Number.POSITIVE_INFINITY;
    if (this.#current === undefined || this.#stepsPerEpoch === undefined) this.#restart();
    for (let first = 0; first < wanted; first += this.#group) {
      if (this.#stepsPerEpoch && this.#numBatches !== null && this.#seen >= this.#numBatches) {
        this.#ranOut();
        return;
      }
      const batches: HostBatch[] = [];
      while (batches.length < this.#group) {
        const next = await this.#current!.next();
        if (next.done) break;
        batches.push(next.value);
        this.#seen++;
      }
      if (batches.length > 0) yield { first, last: first + this.#group - 1, batches };
      if (batches.length < this.#group) {
        this.#numBatches ??= this.#seen;
        if (this.#stepsPerEpoch && first + batches.length < this.#stepsPerEpoch) this.#ranOut();
        this.#current = undefined;
        return;
      }
    }
    // a pass that is through begins anew with the next epoch
    if (this.#numBatches !== null && this.#seen >= this.#numBatches) this.#current = undefined;
  }

  #restart(): void {
    this.#current = this.#source.open();
    this.#seen = 0;
  }
  #ranOut(): void {
    this.#current = undefined;
    warnOnce("The data ended within an epoch: give at least `stepsPerEpoch * epochs` batches, or repeat the data set.");
  }
}
