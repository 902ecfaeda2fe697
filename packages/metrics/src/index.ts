export { Metric } from "@hornbeam/core";
export * from "./functions.ts";
export { deserialize, get, serialize } from "./get.ts";
export type { AnyMetric, MetricFunction, MetricIdentifier, MetricName } from "./identifiers.ts";
export * from "./metrics.ts";
