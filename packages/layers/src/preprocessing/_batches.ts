import { knownLength, NDArray, type Nested, Pauses, Tensor, toNDArray } from "@hornbeam/core";
import { Progbar } from "@hornbeam/utils";
import { type AdaptOptions, checkAdaptOptions } from "./_adapt-options.ts";

/** One array of examples, on the host or not. */
export type Examples = NDArray | Tensor | Nested;
/** What a layer adapts to: one array of examples, or batches of them, each alone or before its targets. */
export type AdaptData = Examples | Iterable<unknown> | AsyncIterable<unknown>;

/**
 * The batches of what a layer adapts to, on the host: with a progress bar, and with a rest for everything else now and then.
 *
 * @param action What is said to have failed where the options are refused.
 */
export async function* batchesOf(
  action: string,
  data: AdaptData,
  { steps = Infinity, verbose = "auto", signal, ...unknown }: AdaptOptions = {},
): AsyncGenerator<NDArray> {
  checkAdaptOptions(action, { steps, verbose, signal, ...unknown });
  const bar = new Progbar({ target: lengthOf(data, steps), verbose: verbose === "auto" ? 1 : verbose });
  const pauses = new Pauses();
  let step = 0;
  for await (const batch of firstOf(data, steps)) {
    signal?.throwIfAborted();
    yield arrayOf(batch);
    bar.update(++step, [], { finalize: false });
    await pauses.take();
  }
  signal?.throwIfAborted();
  if (step === 0) return;
  bar.target = step;
  bar.update(step, [], { finalize: true });
}

function lengthOf(data: AdaptData, steps: number): number | null {
  if (!isBatches(data)) return 1;
  const least = Math.min(steps, knownLength(data) ?? Infinity);
  return least === Infinity ? null : least;
}
/** The inputs of the first batches. */
async function* firstOf(data: AdaptData, steps: number): AsyncGenerator<Examples> {
  if (!isBatches(data)) {
    yield data as Examples;
    return;
  }
  let step = 0;
  if (step >= steps) return;
  for await (const batch of data) {
    yield inputsOf(batch);
    if (++step >= steps) return;
  }
}

function isArray(value: unknown): value is NDArray | Tensor {
  return value instanceof NDArray || value instanceof Tensor;
}
function isBatches(data: AdaptData): data is object & (Iterable<unknown> | AsyncIterable<unknown>) {
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
