import { CallbackList } from "@hornbeam/callbacks";
import { Callback, type Logs, Pauses } from "@hornbeam/core";
import type { Compiled } from "./compiled.ts";
import { EpochSteps } from "./epoch-steps.ts";
import { checkOptions, readArguments } from "./loop-options.ts";
import { listResults } from "./read-logs.ts";
import { isBatchIterable } from "./sources/iterable-source.ts";
import { makeSource } from "./sources/make-source.ts";
import type { Trainer } from "./trainer.ts";
import type { BatchIterable, Data, EvaluateOptions } from "./types.ts";

const known = ["batchSize", "verbose", "callbacks", "signal", "sampleWeight", "steps", "returnDict"] as const;

/** The loop behind `model.evaluate`. */
export async function evaluate(
  model: Trainer,
  compiled: Compiled,
  x: Data | BatchIterable,
  second?: Data | EvaluateOptions | null,
  third?: EvaluateOptions,
): Promise<Logs | number | number[]> {
  const { y, options } = readArguments(isBatchIterable(x), second, third, known);
  const action = `evaluate ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, known);
  const { batchSize, steps, sampleWeight, callbacks = [], verbose = "auto" } = options;
  const source = makeSource(x, y, { action, sampleWeight, batchSize, steps });
  const epochSteps = new EpochSteps(source, steps, compiled.stepsPerExecution);
  const level = verbose === "auto" ? 1 : verbose;
  const list =
    callbacks instanceof CallbackList
      ? callbacks
      : new CallbackList({
          callbacks: callbacks instanceof Callback ? [callbacks] : [...callbacks],
          addHistory: false,
          addProgbar: level !== 0,
          model: model as never,
          params: { verbose: level, epochs: 1, steps: epochSteps.numBatches },
        });
  const logs = await runEvaluation(model, epochSteps, list, new Pauses(), options.signal);
  return options.returnDict ? logs : listResults(logs, model.metricsNames);
}

/** One pass over validation data with the test hooks. */
export async function runEvaluation(
  model: Trainer,
  steps: EpochSteps,
  callbacks: CallbackList,
  pauses: Pauses,
  signal: AbortSignal | undefined,
): Promise<Logs> {
  model.resetMetrics();
  steps.reset();
  await callbacks.onTestBegin({});
  let logs: Logs = {};
  for await (const { first, last, batches } of steps.epoch()) {
    signal?.throwIfAborted();
    await callbacks.onTestBatchBegin(first, {});
    for (const batch of batches) logs = model.runTestStep(batch, batch === batches.at(-1));
    await callbacks.onTestBatchEnd(last, logs);
    await pauses.take();
  }
  await callbacks.onTestEnd(logs);
  return logs;
}
