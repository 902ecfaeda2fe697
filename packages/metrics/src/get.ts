import {
  type CustomObjects,
  Deserializer,
  getRegisteredObject,
  isSerializedObject,
  Metric,
  serializeKerasObject,
} from "@hornbeam/core";
import { catalogue, identifiers, type MetricClass } from "./catalogue.ts";
import type { AnyMetric, MetricFunction, MetricIdentifier } from "./identifiers.ts";

/**
 * The metric that a name, a config, a class, a function or a metric stands for. Names give metrics; a function stays
 * what it is.
 *
 * @throws {OptionError} when there is no such metric.
 * @see {@link https://keras.io/api/metrics/ | keras.metrics.get}
 * @example
 * get("mse") instanceof MeanSquaredError; // true
 */
export function get(identifier: null | undefined): null;
export function get(identifier: MetricIdentifier): AnyMetric | MetricFunction;
export function get(identifier: MetricIdentifier | null | undefined): AnyMetric | MetricFunction | null;
export function get(identifier: MetricIdentifier | null | undefined): AnyMetric | MetricFunction | null {
  if (identifier === null || identifier === undefined) return null;
  if (isSerializedObject(identifier)) return deserialize(identifier);
  const found =
    typeof identifier === "string" ? (getRegisteredObject(identifier) ?? identifiers().find(identifier)) : identifier;
  if (isMetricClass(found)) return new found();
  if (typeof found === "function") return found as AnyMetric | MetricFunction;
  throw identifiers().unknown(identifier);
}

/**
 * A metric in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/metrics/ | keras.metrics.serialize}
 * @example
 * serialize(new Mean()).class_name; // "Mean"
 */
export function serialize(metric: AnyMetric | MetricFunction): unknown {
  return serializeKerasObject(metric);
}

/**
 * The metric that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known.
 * @throws {OptionError} when it describes no metric.
 * @see {@link https://keras.io/api/metrics/ | keras.metrics.deserialize}
 * @example
 * deserialize({ class_name: "AUC", config: { num_thresholds: 10 } }); // an AUC
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): AnyMetric | MetricFunction {
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).deserialize(config, Metric);
  const resolved = typeof found === "string" ? identifiers().find(found) : found;
  if (isMetricClass(resolved)) return new resolved();
  if (typeof resolved === "function") return resolved as AnyMetric | MetricFunction;
  throw identifiers().unknown(config);
}

function isMetricClass(value: unknown): value is MetricClass {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Metric;
}
