import { type AnyLayer, isBranch, isTensor, OptionError, refusal } from "@hornbeam/core";
import { batchesOfColumn, batchesOfElements, type FeatureColumns } from "./columns.ts";
import type { Feature } from "./parts.ts";

/** What a `FeatureSpace` learns from: columns, or records of one row or of batches, to be read once for each feature. */
export type FeatureData = FeatureColumns | AsyncIterable<unknown> | Iterable<unknown>;

/** A layer that learns from data. */
export type Adaptable = AnyLayer & { adapt(data: unknown): Promise<void> };

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

/** Lets the layer of each feature learn from its column. */
export async function adaptAll(
  action: string,
  features: ReadonlyMap<string, Feature>,
  data: FeatureData,
): Promise<void> {
  const source = await readable(action, data);
  for (const [name, feature] of features) {
    const layer = adaptableOf(feature);
    if (layer) await layer.adapt(source(name, feature));
  }
}

type Source = (name: string, feature: Feature) => AsyncIterable<unknown> | Iterable<unknown>;

async function readable(action: string, data: FeatureData): Promise<Source> {
  const hasColumn = (record: object, name: string): unknown => {
    if (Object.hasOwn(record, name)) return (record as Record<string, unknown>)[name];
    const expected = `there must be a column "${name}"`;
    throw refusal(OptionError, { action, expected, receivedAs: "columns", received: Object.keys(record) });
  };
  if (isRecords(data)) {
    const records = isOnce(data) ? await collected(data) : data;
    return (name, { dtype }) =>
      batchesOfElements(
        pick(records, (record) => hasColumn(record, name)),
        dtype,
      );
  }
  if (isBranch(data) && !Array.isArray(data)) {
    return (name, { dtype }) => batchesOfColumn(hasColumn(data, name), dtype);
  }
  const expected = "the data must be a record of columns, or a dataset of records";
  throw refusal(OptionError, { action, expected, received: data });
}

function isRecords(data: unknown): data is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof data !== "object" || data === null || isTensor(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}
/** Whether elements can be read only once, as those of a generator. */
function isOnce(data: AsyncIterable<unknown> | Iterable<unknown>): boolean {
  const iterator = Symbol.asyncIterator in data ? data[Symbol.asyncIterator]() : data[Symbol.iterator]();
  return (iterator as unknown) === data;
}
async function collected(data: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const element of data) all.push(element);
  return all;
}
async function* pick(
  records: AsyncIterable<unknown> | Iterable<unknown>,
  column: (record: object) => unknown,
): AsyncGenerator<unknown> {
  // elements for training have their targets beside them
  for await (const element of records) yield column((Array.isArray(element) ? element[0] : element) as object);
}
