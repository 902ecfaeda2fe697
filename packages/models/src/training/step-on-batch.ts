import { type Logs, ready } from "@hornbeam/core";
import { listResults } from "./read-logs.ts";
import type { ArraySource } from "./sources/array-source.ts";
import type { HostBatch } from "./sources/batch-source.ts";
import { hostData, sourceOfArrays } from "./sources/make-source.ts";
import type { Trainer } from "./trainer.ts";
import type { BatchOptions, Data } from "./types.ts";

/** One step on one batch, with metrics of this batch alone: what `trainOnBatch` and `testOnBatch` do. */
export async function stepOnBatch(
  model: Trainer,
  verb: string,
  {
    x,
    y,
    options,
    step,
  }: { x: Data; y: Data | null | undefined; options: BatchOptions; step: (batch: HostBatch) => Logs },
): Promise<unknown> {
  await ready();
  model.requireCompiled(`call ${verb} of`);
  const action = `call ${verb} of ${model[Symbol.toStringTag]}`;
  const data = hostData(x, y, options.sampleWeight);
  const source = sourceOfArrays(data, {
    action,
    batchSize: Number.MAX_SAFE_INTEGER,
    classWeight: options.classWeight,
  }) as ArraySource;
  model.resetMetrics();
  const logs = step(source.open().next().value as HostBatch);
  return options.returnDict ? logs : listResults(logs, model.metricsNames);
}
