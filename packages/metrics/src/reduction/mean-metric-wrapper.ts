import {
  type Config,
  camelCase,
  defineMetric,
  isMeasure,
  isSerializedObject,
  option,
  type Reading,
  serializeKerasObject,
  snakeCase,
  type Tensor,
  type TensorLike,
} from "@hornbeam/core";
import { MeanOfMeasure } from "./mean-of-measure.ts";

// biome-ignore lint/suspicious/noExplicitAny: the caller's function may take anything
type AnyFunction = (yTrue: any, yPred: any, options?: any) => Tensor;

/** A function, in code or in a config. */
const measure = /* @__PURE__ */ option<AnyFunction>(
  "a function of `yTrue` and `yPred`",
  (input, reading) => {
    if (typeof input === "function") return input as AnyFunction;
    const found = isSerializedObject(input) ? reading?.deserialize(input) : undefined;
    return typeof found === "function" ? (found as AnyFunction) : undefined;
  },
  serializeKerasObject,
);

const functionOptions = /* @__PURE__ */ option<Readonly<Record<string, unknown>>>("an object of options", (input) =>
  typeof input === "object" && input !== null && !Array.isArray(input) ? (input as Record<string, unknown>) : undefined,
);

/**
 * Mean of a function of truth and prediction over all samples: how a function becomes a metric.
 *
 * @see {@link https://keras.io/api/metrics/reduction_metrics/#meanmetricwrapper-class | keras.metrics.MeanMetricWrapper}
 * @example
 * new MeanMetricWrapper({ fn: binaryAccuracy, fnOptions: { threshold: 0.3 } })([0, 1], [0.4, 0.6]); // 0.5
 */
export class MeanMetricWrapper extends /* @__PURE__ */ defineMetric(
  "keras.metrics.MeanMetricWrapper",
  {
    /** The function: gives one value a sample, or more. */
    fn: measure(),
    /** What the function gets as its third argument. */
    fnOptions: functionOptions({}, { unwritten: true }),
  },
  MeanOfMeasure,
) {
  /** The function of one batch. */
  override compute(yTrue: TensorLike, yPred: TensorLike): Tensor {
    return Object.keys(this.fnOptions).length > 0 ? this.fn(yTrue, yPred, this.fnOptions) : this.fn(yTrue, yPred);
  }

  /** Options of the function stand among those of the metric, as Keras writes them. */
  override getConfig(): Config {
    const options = Object.entries(this.fnOptions).map(([name, value]) => [keyOf(this.fn, name), value]);
    return { ...super.getConfig(), ...Object.fromEntries(options) };
  }
  static override fromConfig<T>(this: abstract new (...args: never[]) => T, config: Config, reading?: Reading): T {
    const { name, dtype, fn, ...rest } = config;
    const fnOptions = Object.fromEntries(Object.entries(rest).map(([key, value]) => [camelCase(key), value]));
    const own = Object.fromEntries(Object.entries({ name, dtype, fn }).filter(([, value]) => value !== undefined));
    return super.fromConfig.call(this as never, { ...own, fn_options: fnOptions }, reading) as T;
  }
}

/** Key of a function's option in a config. */
function keyOf(fn: AnyFunction, name: string): string {
  return (isMeasure(fn) ? (fn.schema[name] as { key?: string } | undefined)?.key : undefined) ?? snakeCase(name);
}
