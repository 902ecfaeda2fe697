import { OptionError, refusal, StateError } from "@hornbeam/core";
import { placeValidation } from "./_validation-epochs.ts";

/** What `fit` returns: the epochs counted from 0, and for each metric its value after each of them. */
export interface PlottableHistory {
  readonly epoch?: ArrayLike<number>;
  readonly history: Readonly<Record<string, ArrayLike<number>>>;
}

/** Values of one line, and the epochs, counted from 1, after which they were taken. */
export interface Series {
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** A metric and what it was on the validation data. */
export interface Metric {
  readonly name: string;
  readonly training?: Series;
  readonly validation?: Series;
}

const action = "plot history";

/** The epochs counted from 1, as the progress bar does, and the metrics in their order, `val_` ones with their kin. */
export function readHistory(
  source: PlottableHistory,
  validationFreq: number | readonly number[] | undefined,
): { epochs: number[]; metrics: Metric[] } {
  const { history } = (source ?? {}) as Partial<PlottableHistory>;
  if (typeof history !== "object" || history === null) {
    throw refusal(OptionError, {
      action,
      expected: "it must be what `fit` returns: { epoch, history }",
      received: source,
    });
  }
  const values = Object.entries(history).map(([name, list]) => [name, readValues(name, list)] as const);
  const length = Math.max(0, ...values.map(([, list]) => list.length));
  if (length === 0) {
    const hint = "Pass what `fit` returned, after at least one epoch.";
    throw refusal(StateError, { action, expected: "there must be an epoch with a metric", received: history, hint });
  }
  const counted = source.epoch === undefined || source.epoch.length === 0 ? undefined : Array.from(source.epoch);
  const epochs = (counted ?? Array.from({ length }, (_, i) => i)).map((epoch) => epoch + 1);
  const series = values.map(([name, list]) => [name, placeValues(name, list, epochs, validationFreq)] as const);
  return { epochs, metrics: pair(series) };
}

function readValues(name: string, list: unknown): number[] {
  const values = typeof list === "object" && list !== null ? Array.from(list as ArrayLike<unknown>) : [undefined];
  // JSON writes NaN as null
  const numbers = values.map((value) => (value === null ? Number.NaN : value));
  if (numbers.every((value) => typeof value === "number")) return numbers;
  throw refusal(OptionError, { action, expected: `"${name}" must be a list of numbers`, received: list, option: name });
}

function placeValues(
  name: string,
  values: readonly number[],
  epochs: readonly number[],
  validationFreq: number | readonly number[] | undefined,
): Series {
  if (values.length === epochs.length) return { epochs, values };
  const places = name.startsWith("val_") ? placeValidation(values.length, epochs, validationFreq) : undefined;
  if (places !== undefined) return { epochs: places, values };
  throw refusal(OptionError, {
    action,
    expected: `"${name}" must have a value for each of ${epochs.length} epochs`,
    receivedAs: "length",
    received: values.length,
    ...(name.startsWith("val_") && { hint: "Pass the `validationFreq` of `fit` to say which epochs they belong to." }),
  });
}

function pair(series: readonly (readonly [string, Series])[]): Metric[] {
  const metrics = new Map<string, Metric>();
  for (const [key, values] of series) {
    const validation = key.startsWith("val_");
    const name = validation ? key.slice("val_".length) : key;
    const known = metrics.get(name) ?? { name };
    metrics.set(name, validation ? { ...known, validation: values } : { ...known, training: values });
  }
  return [...metrics.values()];
}
