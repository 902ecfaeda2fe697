import { type AnyMetric, Loss, Metric, OptionError, refusal, type Tensor } from "@hornbeam/core";
import { get as getLoss } from "@hornbeam/losses";
import {
  BinaryAccuracy,
  CategoricalAccuracy,
  get as getMetric,
  MeanMetricWrapper,
  SparseCategoricalAccuracy,
} from "@hornbeam/metrics";
import { FunctionLoss } from "./function-loss.ts";
import type { LossLike, MetricLike } from "./types.ts";

type Kind = "binary" | "sparse_categorical" | "categorical";

/** What the shapes say of the labels: binary for one output, sparse for class numbers, else one-hot. */
function kindOf(yTrue: Tensor, yPred: Tensor): Kind {
  const classes = yPred.shape.at(-1);
  if (classes === 1) return "binary";
  return yTrue.shape.length < yPred.shape.length || yTrue.shape.at(-1) === 1 ? "sparse_categorical" : "categorical";
}

/** The loss that a name, a function or an object stands for; `"crossentropy"` depends on the shapes. */
export function resolveLoss(identifier: LossLike, yTrue: Tensor, yPred: Tensor): Loss {
  if (identifier instanceof Loss) return identifier;
  const general = typeof identifier === "string" && ["crossentropy", "ce"].includes(identifier.toLowerCase());
  const found = getLoss((general ? `${kindOf(yTrue, yPred)}_crossentropy` : identifier) as string);
  if (found instanceof Loss) return found;
  if (typeof found !== "function") {
    throw refusal(OptionError, {
      action: "compile a model",
      expected: "a loss must be a name, a loss or a function",
      received: identifier,
    });
  }
  return new FunctionLoss(
    found as never,
    typeof identifier === "string" ? identifier : (found as { name: string }).name || "lambda",
  );
}

const accuracies = {
  binary: BinaryAccuracy,
  sparse_categorical: SparseCategoricalAccuracy,
  categorical: CategoricalAccuracy,
};

/** The metric that a name, a function or an object stands for, under that name; `"accuracy"` depends on the shapes. */
export function resolveMetric(
  identifier: MetricLike,
  yTrue: Tensor,
  yPred: Tensor,
): { name: string; metric: AnyMetric } {
  if (identifier instanceof Metric) return { name: identifier.name, metric: identifier };
  if (typeof identifier === "string" && ["accuracy", "acc"].includes(identifier.toLowerCase())) {
    return { name: identifier, metric: new accuracies[kindOf(yTrue, yPred)]({ name: identifier }) };
  }
  const found: unknown = getMetric(identifier as string);
  const name = typeof identifier === "string" ? identifier : (found as { name: string }).name || "lambda";
  if (found instanceof Metric) return { name: typeof identifier === "string" ? identifier : found.name, metric: found };
  return { name, metric: new MeanMetricWrapper({ fn: found as never, name }) };
}
