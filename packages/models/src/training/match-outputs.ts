import { flatten, isBranch, refusal, ShapeError, type Tensor } from "@hornbeam/core";

/** The outputs of a model in one flat order, and what they are called. */
export interface Outputs {
  readonly values: readonly Tensor[];
  /** Names by place; undefined where nothing names the outputs. */
  readonly names: readonly string[] | undefined;
  /** Keys, where the outputs are a record: what losses, metrics and targets may be given by. */
  readonly keys: readonly string[] | undefined;
}

/** Flattens what a model gave. Records go by the model's order of outputs if that names them all, else by their sorted keys. */
export function flattenOutputs(yPred: unknown, outputNames: readonly string[] | undefined): Outputs {
  if (!isBranch(yPred)) return { values: [yPred as Tensor], names: outputNames, keys: undefined };
  if (Array.isArray(yPred)) return { values: flatten(yPred) as Tensor[], names: outputNames, keys: undefined };
  const record = yPred as Readonly<Record<string, unknown>>;
  const sorted = Object.keys(record).sort();
  const keys = outputNames && [...outputNames].sort().join() === sorted.join() ? outputNames : sorted;
  return { values: keys.map((key) => record[key] as Tensor), names: keys, keys };
}

/**
 * Targets or sample weights for each output: one for all (`spread`), in a list, or by name. Where fewer come than there
 * are outputs, they belong to those that `wanted` marks.
 */
export function matchTo<T>(
  given: unknown,
  outputs: Outputs,
  what: string,
  wanted?: readonly boolean[],
  spread = false,
): (T | null)[] {
  const count = outputs.values.length;
  if (given === null || given === undefined) return Array<null>(count).fill(null);
  if (!isBranch(given)) {
    if (count === 1 || spread) return Array<T>(count).fill(given as T);
  } else if (!Array.isArray(given)) {
    const record = given as Readonly<Record<string, T>>;
    const { names } = outputs;
    if (names && Object.keys(record).every((key) => names.includes(key)))
      return names.map((name) => record[name] ?? null);
  }
  const leaves = flatten(given) as T[];
  if (leaves.length === count) return leaves;
  const places = wanted?.flatMap((is, place) => (is ? [place] : [])) ?? [];
  if (leaves.length === places.length)
    return outputs.values.map((_, place) => (wanted![place] ? leaves[places.indexOf(place)]! : null));
  const names = outputs.names ? ` (${outputs.names.map((name) => `"${name}"`).join(", ")})` : "";
  const expected = `${what} must match the model's ${count} output${count === 1 ? "" : "s"}${names}`;
  throw refusal(ShapeError, {
    action: "match data to outputs",
    expected,
    received: isBranch(given) && !Array.isArray(given) ? Object.keys(given) : leaves.length,
  });
}
