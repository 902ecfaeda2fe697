import { isRecord, type Logs, OptionError, readNumber, refusal, Tensor } from "@hornbeam/core";

type Result = Tensor | number | Readonly<Record<string, Tensor | number>>;
/** What a step gives: results by name, as numbers, as tensors that are read, or as records of these. */
// biome-ignore lint/suspicious/noExplicitAny: those that are inherited are numbers, for one's own to compute with
export type StepResults = Readonly<Record<string, any>>;

/** Results as plain numbers, keys in alphabetical order; results that are records are spread out. */
export function readLogs(results: Readonly<Record<string, Result>>): Logs {
  if (results instanceof Promise) throw asynchronous();
  const logs: Logs = {};
  for (const key of Object.keys(results).sort()) {
    const result = results[key]!;
    if (result instanceof Tensor) logs[key] = readNumber(key, result);
    else if (isRecord(result)) Object.assign(logs, readLogs(result as Record<string, Result>));
    else logs[key] = result as number;
  }
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function asynchronous(): OptionError {
  return refusal(OptionError, {
    action: "run a step",
    expected: "it must return its logs, and not a promise",
    hint: "Leave out `async`: a step is one piece, whose tensors are freed when it returns.",
  });
}

/**
 * Results in the order in which `evaluate` lists them: the loss, metrics and losses of outputs as they were compiled,
 * and what has another name (the outputs' metrics) in alphabetical order.
 */
export function listResults(logs: Logs, names: readonly string[]): number | number[] {
  const listed = [...new Set(names)].filter((name) => name in logs);
  const rest = Object.keys(logs).filter((key) => !listed.includes(key));
  const results = [...listed, ...rest.sort()].map((key) => logs[key]!);
  return results.length === 1 ? results[0]! : results;
}
