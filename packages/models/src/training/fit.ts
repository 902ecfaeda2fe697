import { CallbackList, type History } from "@hornbeam/callbacks";
import { Callback, type Logs, maxEpochs, OptionError, Pauses, refusal, warnOnce } from "@hornbeam/core";
import type { Compiled } from "./compiled.ts";
import { EpochSteps } from "./epoch-steps.ts";
import { runEvaluation } from "./evaluate.ts";
import { checkOptions, readArguments } from "./loop-options.ts";
import { splitSamples } from "./sources/array-source.ts";
import type { BatchSource } from "./sources/batch-source.ts";
import { countSamples } from "./sources/host-data.ts";
import { isBatchIterable } from "./sources/iterable-source.ts";
import { hostData, makeSource, sourceOfArrays } from "./sources/make-source.ts";
import type { Trainer } from "./trainer.ts";
import type { BatchIterable, BatchTuple, Data, FitOptions } from "./types.ts";

const known = [
  "batchSize",
  "verbose",
  "callbacks",
  "signal",
  "epochs",
  "initialEpoch",
  "validationSplit",
  "validationData",
  "validationBatchSize",
  "validationSteps",
  "validationFreq",
  "shuffle",
  "classWeight",
  "sampleWeight",
  "stepsPerEpoch",
] as const;

/** Trains over epochs, with hooks and validation: the loop behind `model.fit`. */
export async function fit(
  model: Trainer,
  compiled: Compiled,
  x: Data | BatchIterable,
  second?: Data | FitOptions | null,
  third?: FitOptions,
): Promise<History> {
  const { y, options } = readArguments(isBatchIterable(x), second, third, known);
  const action = `fit ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, known);
  const { validationFreq = 1, signal } = options;
  const epochs = limitedEpochs(options.epochs);
  const { training, validation } = makeSources(action, x, y, options);
  const steps = new EpochSteps(training, options.stepsPerEpoch, compiled.stepsPerExecution);
  const validationSteps = validation && new EpochSteps(validation, options.validationSteps, compiled.stepsPerExecution);
  const callbacks = callbackList(model, { ...options, epochs }, steps.numBatches);
  const pauses = new Pauses();

  model.stopTraining = false;
  await callbacks.onTrainBegin({});
  let epochLogs: Logs = {};
  const firstEpoch = Math.max(options.initialEpoch ?? 0, callbacks.initialEpoch ?? 0);
  try {
    for (let epoch = firstEpoch; epoch < epochs && !model.stopTraining; epoch++) {
      model.resetMetrics();
      await callbacks.onEpochBegin(epoch, {});
      const logs = await runEpoch(model, steps, callbacks, pauses, signal);
      if (validationSteps && isDue(epoch, validationFreq)) {
        const results = await runEvaluation(model, validationSteps, callbacks, pauses, signal);
        for (const [name, value] of Object.entries(results)) logs[`val_${name}`] = value;
      }
      await callbacks.onEpochEnd(epoch, logs);
      epochLogs = logs;
    }
  } catch (error) {
    await callbacks.onTrainInterrupt(error, epochLogs);
    throw error;
  }
  if (epochs > 0 && model.built) compiled.optimizer.finalizeVariableValues(model.trainableWeights);
  await callbacks.onTrainEnd(epochLogs);
  return callbacks.history!;
}

/** One pass over the training data with the training hooks. */
async function runEpoch(
  model: Trainer,
  steps: EpochSteps,
  callbacks: CallbackList,
  pauses: Pauses,
  signal: AbortSignal | undefined,
): Promise<Logs> {
  let logs: Logs = {};
  for await (const { first, last, batches } of steps.epoch()) {
    signal?.throwIfAborted();
    await callbacks.onTrainBatchBegin(first, {});
    for (const batch of batches) logs = model.runTrainStep(batch, batch === batches.at(-1));
    await callbacks.onTrainBatchEnd(last, logs);
    await pauses.take();
    if (model.stopTraining) break;
  }
  signal?.throwIfAborted();
  return { ...logs };
}

function makeSources(
  action: string,
  x: Data | BatchIterable,
  y: unknown,
  options: FitOptions,
): { training: BatchSource; validation: BatchSource | undefined } {
  const {
    validationSplit = 0,
    validationData,
    batchSize,
    sampleWeight,
    classWeight,
    shuffle = true,
    stepsPerEpoch,
  } = options;
  const common = { action, batchSize, steps: stepsPerEpoch, shuffle, classWeight };
  const validationOptions = { action, batchSize: options.validationBatchSize ?? batchSize };
  if (validationData !== undefined) {
    const [valX, valY, valWeight] = Array.isArray(validationData)
      ? (validationData as unknown as BatchTuple)
      : [validationData as never];
    const validation = makeSource(valX, valY, { ...validationOptions, sampleWeight: valWeight });
    return { training: makeSource(x, y, { ...common, sampleWeight }), validation };
  }
  if (!validationSplit) return { training: makeSource(x, y, { ...common, sampleWeight }), validation: undefined };
  if (isBatchIterable(x)) {
    const hint = "Pass `validationData` instead.";
    throw refusal(OptionError, {
      action,
      expected: "`validationSplit` needs arrays, which can be cut",
      receivedAs: "with a data set",
      received: validationSplit,
      hint,
    });
  }
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw refusal(OptionError, {
      action,
      expected: "`validationSplit` must be a number in [0, 1)",
      received: validationSplit,
    });
  }
  const data = hostData(x, y, sampleWeight);
  const samples = countSamples(action, { x: data.x, y: data.y, sampleWeight: data.sampleWeight });
  const kept = Math.floor(samples * (1 - validationSplit));
  if (kept === 0 || kept === samples) {
    const expected = `\`validationSplit\` must leave samples on both sides: the training data are sufficient for none, or the validation data are empty, with ${samples} samples`;
    throw refusal(OptionError, { action, expected, received: validationSplit });
  }
  const [first, last] = splitSamples(data, validationSplit, samples);
  return { training: sourceOfArrays(first, common), validation: sourceOfArrays(last, validationOptions) };
}

function isDue(epoch: number, frequency: number | readonly number[]): boolean {
  return typeof frequency === "number" ? (epoch + 1) % frequency === 0 : frequency.includes(epoch + 1);
}

/** The epochs to run, no more than `config.maxEpochs()`. */
function limitedEpochs(epochs = 1): number {
  const most = maxEpochs();
  if (most === null || epochs <= most) return epochs;
  warnOnce(`Training is limited to ${most} epochs by config.setMaxEpochs.`);
  return most;
}

function callbackList(
  model: Trainer,
  { callbacks = [], verbose = "auto", epochs = 1 }: FitOptions,
  steps: number | null,
): CallbackList {
  if (callbacks instanceof CallbackList) return callbacks;
  const list = callbacks instanceof Callback ? [callbacks] : [...callbacks];
  const level = verbose === "auto" ? 1 : verbose;
  const params = { verbose: level, epochs, steps };
  return new CallbackList({
    callbacks: list,
    addHistory: true,
    addProgbar: level !== 0,
    model: model as never,
    params,
  });
}
