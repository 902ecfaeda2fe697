import { flatten, isBranch, mapStructure, type NDArray, OptionError, refusal, ShapeError } from "@hornbeam/core";
import { classWeights } from "../class-weight.ts";
import { ArraySource } from "./array-source.ts";
import type { BatchSource, HostBatch } from "./batch-source.ts";
import { countSamples, refuseNaN, toHost } from "./host-data.ts";
import { IndexedSource, isIndexed } from "./indexed-source.ts";
import { IterableSource, isBatchIterable } from "./iterable-source.ts";

export interface SourceOptions {
  /** What is done with the data, for messages: `fit Sequential "sequential"`. */
  readonly action: string;
  readonly sampleWeight?: unknown;
  readonly batchSize?: number | undefined;
  readonly steps?: number | undefined;
  readonly shuffle?: boolean | "batch";
  readonly classWeight?: Readonly<Record<number, number>> | undefined;
}

/** Arrays and iterables as one kind of source of batches. */
export function makeSource(x: unknown, y: unknown, options: SourceOptions): BatchSource {
  const { action, sampleWeight } = options;
  if (isBatchIterable(x)) {
    const indexed = isIndexed(x);
    const classWeight = indexed ? undefined : options.classWeight;
    for (const [name, value] of Object.entries({ y, sampleWeight, classWeight })) {
      if (value !== undefined && value !== null) {
        const hint = "A data set gives [x, y] or [x, y, sampleWeight] a batch.";
        throw refusal(OptionError, {
          action,
          expected: `\`${name}\` must come inside the data set`,
          received: value,
          hint,
        });
      }
    }
    return indexed ? new IndexedSource(x, options) : new IterableSource(x);
  }
  return sourceOfArrays(hostData(x, y, sampleWeight), options);
}

export function hostData(x: unknown, y: unknown, sampleWeight: unknown): HostBatch {
  return { x: toHost(x, "x"), y: toHost(y, "y"), sampleWeight: toHost(sampleWeight, "sampleWeight") };
}

export function sourceOfArrays(data: HostBatch, options: SourceOptions): BatchSource {
  const { action, batchSize, steps, shuffle = false } = options;
  if (data.x === null) throw refusal(ShapeError, { action, expected: "`x` must be given", received: null });
  const samples = countSamples(action, { x: data.x, y: data.y, sampleWeight: data.sampleWeight });
  refuseNaN(action, data.y);
  const weighted = { ...data, sampleWeight: weightsOf(data, options) };
  const size = batchSize ?? (steps ? Math.ceil(samples / steps) : 32);
  if (!Number.isSafeInteger(size) || size < 1) {
    throw refusal(OptionError, {
      action,
      option: "batchSize",
      expected: "`batchSize` must be a positive integer",
      received: batchSize,
    });
  }
  return new ArraySource(weighted, samples, { batchSize: size, shuffle });
}

/** Weights of samples: those given, spread over the outputs, or those of their classes. */
function weightsOf({ y, sampleWeight }: HostBatch, { action, classWeight }: SourceOptions): unknown {
  if (classWeight === undefined) return spread(sampleWeight, y, action);
  if (sampleWeight !== null)
    throw refusal(OptionError, { action, expected: "`classWeight` and `sampleWeight` exclude each other" });
  if (y === null || isBranch(y))
    throw refusal(OptionError, { action, expected: "`classWeight` needs a model with a single output" });
  return classWeights(y as NDArray, classWeight);
}

function spread(sampleWeight: unknown, y: unknown, action: string): unknown {
  if (sampleWeight === null || !isBranch(y)) return sampleWeight;
  if (isBranch(sampleWeight)) {
    if (flatten(sampleWeight).length === flatten(y).length) return sampleWeight;
    throw refusal(ShapeError, {
      action,
      expected: "`sampleWeight` must have one array for each output",
      received: flatten(sampleWeight).length,
    });
  }
  const { shape } = sampleWeight as NDArray;
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
    throw refusal(ShapeError, {
      action,
      expected: "one `sampleWeight` for several outputs must have shape [samples]",
      receivedAs: "shape",
      received: shape,
    });
  }
  return mapStructure(y, () => sampleWeight);
}
