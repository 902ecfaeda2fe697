import { Catalogue, classNameOf, classToSnakeCase, Identifiers, isMeasure, type Metric } from "@hornbeam/core";
import * as functions from "./functions.ts";
import * as metrics from "./metrics.ts";

/** A class of metrics. Some need options: `MeanIoU` the number of classes, say. */
// biome-ignore lint/suspicious/noExplicitAny: metrics are updated with different things
export type MetricClass = new (options?: never) => Metric<any>;

/** Names of their own that Keras gives to some metrics. */
const aliases = {
  bce: metrics.BinaryCrossentropy,
  mae: metrics.MeanAbsoluteError,
  mape: metrics.MeanAbsolutePercentageError,
  mse: metrics.MeanSquaredError,
  msle: metrics.MeanSquaredLogarithmicError,
};

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<MetricClass> } | undefined;

/** Every metric by its names: put together when it is first asked for. */
function all() {
  made ??= { catalogue: new Catalogue(metrics, functions), identifiers: new Identifiers("metric", entries()) };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
export function identifiers(): Identifiers<MetricClass> {
  return all().identifiers;
}

function* entries(): Generator<[string, MetricClass]> {
  const classes = Object.values<unknown>(metrics).filter((value) => !isMeasure(value)) as MetricClass[];
  for (const Class of classes) {
    const name = classNameOf(Class);
    yield [classToSnakeCase(name), Class];
    yield [name, Class];
  }
  for (const [name, Class] of Object.entries<unknown>(aliases)) {
    yield [name, Class as MetricClass];
    yield [name.toUpperCase(), Class as MetricClass];
  }
  for (const Class of classes) yield [uncapitalized(classNameOf(Class)), Class];
}

/** `MeanSquaredError` to `meanSquaredError`, `AUC` to `auc`. */
function uncapitalized(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase());
}
