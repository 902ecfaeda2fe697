import { NDArray, type Nested, Tensor, toNDArray } from "@hornbeam/core";

/** One array of examples, on the host or not. */
export type Examples = NDArray | Tensor | Nested;
/** What a layer adapts to: one array of examples, or batches of them, each alone or before its targets. */
export type AdaptData = Examples | Iterable<unknown> | AsyncIterable<unknown>;

export interface AdaptOptions {
  /** How many batches are read; all of them unless given. */
  readonly steps?: number;
}

/** The batches of what a layer adapts to, on the host. */
export async function* batchesOf(data: AdaptData, { steps = Infinity }: AdaptOptions = {}): AsyncGenerator<NDArray> {
  if (!isBatches(data)) {
    yield arrayOf(data as Examples);
    return;
  }
  let step = 0;
  if (step >= steps) return;
  for await (const batch of data) {
    yield arrayOf(inputsOf(batch));
    if (++step >= steps) return;
  }
}

function isArray(value: unknown): value is NDArray | Tensor {
  return value instanceof NDArray || value instanceof Tensor;
}
function isBatches(data: AdaptData): data is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof data !== "object" || data === null || isArray(data) || ArrayBuffer.isView(data)) return false;
  return !Array.isArray(data) || isArray(data[0]);
}
/** The inputs of a batch: it may have targets and weights beside them. */
function inputsOf(batch: unknown): Examples {
  return (Array.isArray(batch) && isArray(batch[0]) ? batch[0] : batch) as Examples;
}
function arrayOf(examples: Examples): NDArray {
  return examples instanceof Tensor ? toNDArray(examples) : NDArray.from(examples as Nested | NDArray);
}
