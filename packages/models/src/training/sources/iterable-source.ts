import { knownLength, OptionError, refusal } from "@hornbeam/core";
import type { Batch, BatchIterable } from "../types.ts";
import type { BatchSource, HostBatch } from "./batch-source.ts";
import { toHost } from "./host-data.ts";

type AnyIterator = Iterator<Batch> | AsyncIterator<Batch>;

/** Batches that are looked at before a pass begins, and that every pass of a generator begins with, as in Keras. */
const peeked = 2;

/**
 * Batches of a data set, an iterable or a generator. One that can be iterated anew starts again each pass; a generator
 * goes on where it stopped, after its first two batches.
 */
export class IterableSource implements BatchSource {
  readonly numBatches: number | null;
  readonly #data: BatchIterable;
  readonly #first: HostBatch[] = [];

  constructor(data: BatchIterable) {
    this.#data = data;
    this.numBatches = knownLength(data);
  }

  async *open(): AsyncGenerator<HostBatch> {
    const iterator = iteratorOf(this.#data);
    const once = (iterator as unknown) === this.#data;
    if (once) yield* this.#first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      const batch = unpack(next.value);
      if (once && this.#first.length < peeked) this.#first.push(batch);
      yield batch;
    }
  }
}

/** Whether a value gives batches one after the other, and is not data itself. */
export function isBatchIterable(data: unknown): data is BatchIterable {
  if (typeof data === "function") return true;
  if (typeof data !== "object" || data === null || Array.isArray(data) || ArrayBuffer.isView(data) || "shape" in data)
    return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}

function iteratorOf(data: BatchIterable): AnyIterator {
  const made = typeof data === "function" ? data() : data;
  if (Symbol.asyncIterator in made) return (made as AsyncIterable<Batch>)[Symbol.asyncIterator]();
  if (Symbol.iterator in made) return (made as Iterable<Batch>)[Symbol.iterator]();
  return made as AnyIterator;
}

/** A batch of a data set, on the host. */
export function unpack(batch: Batch): HostBatch {
  const action = "read a batch of a data set";
  if (!Array.isArray(batch)) return { x: toHost(batch, "a batch"), y: null, sampleWeight: null };
  const { length } = batch as readonly unknown[];
  if (length === 0 || length > 3) {
    throw refusal(OptionError, {
      action,
      expected: "it must be [x], [x, y] or [x, y, sampleWeight]",
      receivedAs: "a list of",
      received: length,
    });
  }
  const [x, y, sampleWeight] = batch as unknown[];
  return { x: toHost(x, "x"), y: toHost(y, "y"), sampleWeight: toHost(sampleWeight, "sampleWeight") };
}
