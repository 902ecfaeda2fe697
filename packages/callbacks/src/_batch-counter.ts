/**
 * Counts batches over the ends of epochs, and tells when as many are done as were asked for. Where several batches are
 * one step, only the last of them is seen.
 */
export class BatchCounter {
  readonly #every: number;
  #count = 0;
  #last: number | undefined;

  constructor(every: number) {
    this.#every = every;
  }

  /** Whether this batch, which counts from 0 in its epoch, is the one. */
  isDue(batch: number): boolean {
    const newEpoch = this.#last === undefined || batch <= this.#last;
    this.#count += newEpoch ? batch + 1 : batch - this.#last!;
    this.#last = batch;
    if (this.#count < this.#every) return false;
    this.#count = 0;
    return true;
  }
}
