import { encodeSummary, encodeVersion, type Summary } from "./event.ts";
import { encodeRecord } from "./record.ts";

/** Takes bytes to the end of a file. */
export type Append = (bytes: Uint8Array) => Promise<void>;

/** How long, in seconds, events may wait for their file. */
const patience = 2;

/** Writes events to one file. They are gathered, so that adding one is quick; the file begins with the first flush. */
export class EventWriter {
  readonly #append: Append;
  readonly #clock: () => number;
  #records: Uint8Array[] = [];
  #lastFlush: number;
  #begun = false;

  /** @param clock Gives seconds since 1970. */
  constructor(append: Append, clock: () => number) {
    this.#append = append;
    this.#clock = clock;
    this.#lastFlush = clock();
  }

  add(step: number, summary: Summary): void {
    this.begin();
    this.#records.push(encodeRecord(encodeSummary(this.#clock(), step, summary)));
  }

  /** Writes what a file begins with, though it may have no events. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#records.push(encodeRecord(encodeVersion(this.#clock())));
  }

  /** Takes to the file what has been gathered. */
  async flush(): Promise<void> {
    const records = this.#records;
    this.#records = [];
    this.#lastFlush = this.#clock();
    if (records.length === 0) return;
    const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const record of records) {
      bytes.set(record, at);
      at += record.length;
    }
    await this.#append(bytes);
  }

  /** Flushes if events have been waiting long enough. */
  async flushIfDue(): Promise<void> {
    if (this.#clock() - this.#lastFlush >= patience) await this.flush();
  }
}
