import { Callback } from "@hornbeam/core";

/** All hooks of a callback, in the order of a training, an evaluation and a prediction. */
export const hookNames = [
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onBatchBegin",
  "onBatchEnd",
  "onTrainBatchBegin",
  "onTrainBatchEnd",
  "onTestBegin",
  "onTestEnd",
  "onTestBatchBegin",
  "onTestBatchEnd",
  "onPredictBegin",
  "onPredictEnd",
  "onPredictBatchBegin",
  "onPredictBatchEnd",
] as const;
export type HookName = (typeof hookNames)[number];

/** A callback that knows better than its methods tell which hooks do something. */
export interface Listening {
  listensTo(hook: HookName): boolean;
}

/** Whether a callback does anything in a hook. */
export function listensTo(callback: Callback, hook: HookName): boolean {
  const own = (callback as Callback & Partial<Listening>).listensTo;
  return own ? own.call(callback, hook) : overrides(callback, hook);
}

/** Whether a class of callbacks has a hook of its own. */
export function overrides(callback: Callback, hook: HookName): boolean {
  if (callback[hook] !== Callback.prototype[hook]) return true;
  if (hook === "onTrainBatchBegin") return overrides(callback, "onBatchBegin");
  return hook === "onTrainBatchEnd" && overrides(callback, "onBatchEnd");
}
