import { type AnyLayer, isBranch, isTensor, knownLength, OptionError, refusal } from "@hornbeam/core";
import type { AdaptOptions } from "@hornbeam/layers";
import { Progbar } from "@hornbeam/utils";
import { checkOptions } from "../training/loop-options.ts";
import { batchesOfColumn, batchesOfElements, type FeatureColumns } from "./columns.ts";
import type { Feature } from "./parts.ts";

/** What a `FeatureSpace` learns from: columns, or records of one row or of batches, to be read once for each feature. */
export type FeatureData = FeatureColumns | AsyncIterable<unknown> | Iterable<unknown>;

/** A layer that learns from data. */
export type Adaptable = AnyLayer & { adapt(data: unknown, options: AdaptOptions): Promise<void> };

export type FeatureSpaceAdaptOptions = Omit<AdaptOptions, "steps">;

interface Known {
  readonly mean?: unknown;
  readonly vocabulary?: unknown;
  readonly numBins?: unknown;
  readonly binBoundaries?: unknown;
}

/** The layer of a feature, if there is something left for it to learn. */
export function adaptableOf({ preprocessor }: Feature): Adaptable | undefined {
  if (!("adapt" in preprocessor)) return undefined;
  const { mean = null, vocabulary = null, binBoundaries = null, numBins = 1 } = preprocessor as Known;
  const knows = mean !== null || vocabulary !== null || (binBoundaries !== null && numBins === null);
  return knows ? undefined : (preprocessor as Adaptable);
}

/** Lets the layer of each feature learn from its column, all under one progress bar. */
export async function adaptAll(
  action: string,
  features: ReadonlyMap<string, Feature>,
  data: FeatureData,
  options: FeatureSpaceAdaptOptions,
): Promise<void> {
  checkOptions(action, options, ["verbose", "signal"]);
  const { verbose = "auto", signal } = options;
  const learning = [...features].flatMap(([name, feature]) => {
    const layer = adaptableOf(feature);
    return layer ? [{ name, feature, layer }] : [];
  });
  const { length, column } = await readable(action, data, signal);
  const target = length === null ? null : length * learning.length;
  const bar = new Progbar({ target, verbose: verbose === "auto" ? 1 : verbose });
  let step = 0;
  const passed = () => bar.update(++step, [], { finalize: false });
  for (const { name, feature, layer } of learning) {
    await layer.adapt(column(name, feature, passed), signal ? { verbose: 0, signal } : { verbose: 0 });
    bar.target ??= step * learning.length; // each pass is as long as the first
  }
  if (step === 0) return;
  bar.target = step;
  bar.update(step, [], { finalize: true });
}

type Elements = AsyncIterable<unknown> | Iterable<unknown>;

interface Source {
  /** Steps of a pass: records, or the one column; null where that is not known. */
  readonly length: number | null;
  /** What a feature learns from; `passed` is called after each step. */
  column(name: string, feature: Feature, passed: () => void): Elements;
}

async function readable(action: string, data: FeatureData, signal: AbortSignal | undefined): Promise<Source> {
  const hasColumn = (record: object, name: string): unknown => {
    if (Object.hasOwn(record, name)) return (record as Record<string, unknown>)[name];
    const expected = `there must be a column "${name}"`;
    throw refusal(OptionError, { action, expected, receivedAs: "columns", received: Object.keys(record) });
  };
  if (isRecords(data)) {
    const records = isOnce(data) ? await collected(data, signal) : data;
    return {
      length: knownLength(records),
      column: (name, { dtype }, passed) =>
        batchesOfElements(
          pick(records, (record) => hasColumn(record, name), passed),
          dtype,
        ),
    };
  }
  if (isBranch(data) && !Array.isArray(data)) {
    return {
      length: 1,
      *column(name, { dtype }, passed) {
        yield* batchesOfColumn(hasColumn(data, name), dtype);
        passed();
      },
    };
  }
  const expected = "the data must be a record of columns, or a dataset of records";
  throw refusal(OptionError, { action, expected, received: data });
}

function isRecords(data: unknown): data is Elements {
  if (typeof data !== "object" || data === null || isTensor(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}
/** Whether elements can be read only once, as those of a generator. */
function isOnce(data: Elements): boolean {
  const iterator = Symbol.asyncIterator in data ? data[Symbol.asyncIterator]() : data[Symbol.iterator]();
  return (iterator as unknown) === data;
}
async function collected(data: Elements, signal: AbortSignal | undefined): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const element of data) {
    signal?.throwIfAborted();
    all.push(element);
  }
  return all;
}
async function* pick(
  records: Elements,
  column: (record: object) => unknown,
  passed: () => void,
): AsyncGenerator<unknown> {
  for await (const element of records) {
    // elements for training have their targets beside them
    yield column((Array.isArray(element) ? element[0] : element) as object);
    passed();
  }
}
