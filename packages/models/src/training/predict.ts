import { CallbackList } from "@hornbeam/callbacks";
import {
  allocate,
  Callback,
  flatten,
  NDArray,
  Pauses,
  packAs,
  refusal,
  ShapeError,
  type Storage,
  sameShape,
} from "@hornbeam/core";
import { EpochSteps } from "./epoch-steps.ts";
import { checkOptions } from "./loop-options.ts";
import { isBatchIterable } from "./sources/iterable-source.ts";
import { makeSource } from "./sources/make-source.ts";
import type { Trainer } from "./trainer.ts";
import type { BatchIterable, Data, Predictions, PredictOptions } from "./types.ts";

const known = ["batchSize", "verbose", "callbacks", "signal", "steps"] as const;

/** The loop behind `model.predict`: the outputs of all batches, one behind the other. */
export async function predict(model: Trainer, x: Data | BatchIterable, options: PredictOptions): Promise<Predictions> {
  const action = `predict with ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, known);
  const { batchSize, steps, callbacks = [], verbose = "auto", signal } = options;
  const source = makeSource(x, undefined, { action, batchSize, steps });
  const epochSteps = new EpochSteps(source, steps);
  const level = verbose === "auto" ? (isBatchIterable(x) || (epochSteps.numBatches ?? 2) > 1 ? 1 : 0) : verbose;
  const params = { verbose: level, epochs: 1, steps: epochSteps.numBatches };
  const own = callbacks instanceof Callback ? [callbacks] : [...callbacks];
  const list =
    callbacks instanceof CallbackList
      ? callbacks
      : new CallbackList({ callbacks: own, addHistory: false, addProgbar: level !== 0, model: model as never, params });
  const pauses = new Pauses();
  const parts: unknown[] = [];
  await list.onPredictBegin();
  for await (const { first, last, batches } of epochSteps.epoch()) {
    signal?.throwIfAborted();
    await list.onPredictBatchBegin(first);
    for (const batch of batches) parts.push(model.runPredictStep(batch.x));
    await list.onPredictBatchEnd(last, { outputs: parts.at(-1) });
    await pauses.take();
  }
  await list.onPredictEnd();
  return concatenateStructures(parts);
}

function concatenateStructures(parts: readonly unknown[]): unknown {
  const first = parts[0];
  const columns = parts.map((part) => flatten(part) as NDArray[]);
  return packAs(
    first,
    (flatten(first) as NDArray[]).map((_, i) => concatenateRows(columns.map((row) => row[i]!))),
  );
}

function concatenateRows(arrays: readonly NDArray[]): NDArray {
  const first = arrays[0]!;
  if (arrays.length === 1) return first;
  const other = arrays.find(({ shape }) => !sameShape(shape.slice(1), first.shape.slice(1)));
  if (other) {
    const expected = `the outputs of all batches must have the shape of the first, [${first.shape.join(", ")}], but for the batch`;
    throw refusal(ShapeError, { action: "join predictions", expected, receivedAs: "shape", received: other.shape });
  }
  const rows = arrays.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const data = allocate(
    first.dtype,
    arrays.reduce((sum, { size }) => sum + size, 0),
  );
  let at = 0;
  for (const array of arrays) {
    append(data, array.data, at);
    at += array.size;
  }
  return new NDArray(data, [rows, ...first.shape.slice(1)], first.dtype);
}

function append(target: Storage, source: Storage, at: number): void {
  if (Array.isArray(target)) for (const [i, element] of (source as string[]).entries()) target[at + i] = element;
  else target.set(source as never, at);
}
