import type { Measure, Metric, SerializedObject, Tensor } from "@hornbeam/core";
import type { MetricClass } from "./catalogue.ts";
import type * as metrics from "./metrics.ts";

type Exports = keyof typeof metrics;
type Classes = { [K in Exports]: K extends Uncapitalize<K> ? never : K }[Exports];
type Alias = "bce" | "mae" | "mape" | "mse" | "msle";

/** Keras' spelling in snake_case of the names of metrics. */
type SnakeName =
  | "accuracy"
  | "auc"
  | "binary_accuracy"
  | "binary_crossentropy"
  | "binary_io_u"
  | "categorical_accuracy"
  | "categorical_crossentropy"
  | "categorical_hinge"
  | "concordance_correlation"
  | "cosine_similarity"
  | "f1_score"
  | "f_beta_score"
  | "false_negatives"
  | "false_positives"
  | "hinge"
  | "kl_divergence"
  | "log_cosh_error"
  | "mean"
  | "mean_absolute_error"
  | "mean_absolute_percentage_error"
  | "mean_squared_error"
  | "mean_squared_logarithmic_error"
  | "pearson_correlation"
  | "poisson"
  | "precision"
  | "r2_score"
  | "recall"
  | "root_mean_squared_error"
  | "sparse_categorical_accuracy"
  | "sparse_categorical_crossentropy"
  | "sparse_top_k_categorical_accuracy"
  | "squared_hinge"
  | "sum"
  | "top_k_categorical_accuracy"
  | "true_negatives"
  | "true_positives";

/** A name of a metric: Keras' names of classes, the same in snake_case and camelCase, and its short ones. */
export type MetricName = Classes | SnakeName | Alias | Uppercase<Alias>;

/** A function of truth and prediction that gives a value a sample. */
export type MetricFunction = Measure | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** Any metric, whatever it is updated with and gives. */
// biome-ignore lint/suspicious/noExplicitAny: metrics are updated with different things
export type AnyMetric = Metric<any, any>;

/** What stands for a metric. */
export type MetricIdentifier =
  | MetricName
  | (string & {})
  | AnyMetric
  | MetricFunction
  | MetricClass
  | Partial<SerializedObject>;
