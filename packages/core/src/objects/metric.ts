import { clone, Tensor, Variable as TfVariable, zeros } from "@hornbeam/kernels/tfjs";
import { type DType, tensorDType } from "../array/dtype.ts";
import type { KnownShape } from "../array/shape.ts";
import { dtypePolicy } from "../dtype-policies/option.ts";
import { tidy } from "../memory/scope.ts";
import { classToSnakeCase } from "../names/case.ts";
import { nameScope } from "../names/name-scope.ts";
import { uniqueName } from "../names/unique-name.ts";
import { nullableText } from "../options/kinds.ts";
import { option, type Schema } from "../options/option.ts";
import type { TensorLike } from "../tensor/to-tensor.ts";
import { Variable } from "../tensor/variable.ts";
import { classNameOf } from "./class-name.ts";
import { Configured } from "./configured.ts";
import { type Defined, define, type Parent } from "./define.ts";
import type { DTypePolicy } from "./dtype-policy.ts";

/** A dtype, held by its name; null means float32. Policies that Keras stores count by what they compute in. */
export const metricDType = /* @__PURE__ */ option<DType, DType | DTypePolicy | null>(
  "the name of a dtype",
  (input, reading) => dtypePolicy().read(input, reading)?.computeDType,
);

export const metricOptions = {
  /** Name of the metric; the class's in snake_case unless given. */
  name: /* @__PURE__ */ nullableText(null),
  /** What results and state are in. */
  dtype: /* @__PURE__ */ metricDType(null),
};

/** What goes with an update. */
export interface MetricUpdateOptions {
  /** Weights of the samples, or of single values: `[batch]` or more axes. */
  readonly sampleWeight?: TensorLike | null | undefined;
}

/** What a metric of pairs is updated with. */
export type PairArguments = [yTrue: TensorLike, yPred: TensorLike, options?: MetricUpdateOptions];

/** One result, or several by name. */
export type MetricResult = Tensor | Readonly<Record<string, Tensor>>;

export interface MetricVariableOptions {
  readonly name: string;
  readonly shape: KnownShape;
  readonly dtype?: DType;
}

/** A metric of any updates and results. */
// biome-ignore lint/suspicious/noExplicitAny: of anything, anything
export type AnyMetric = Metric<any, any>;

export interface Metric<Args extends readonly unknown[] = PairArguments, Result extends MetricResult = Tensor> {
  (...args: Args): Result;
}
/**
 * Parent of metrics: state that updates add to, and a result over all that has been seen. The state lives in variables,
 * so that training reads nothing back. Called, a metric updates and gives the result.
 *
 * @see {@link https://keras.io/api/metrics/base_metric/ | keras.metrics.Metric}
 * @example
 * class Count extends Metric {
 *   readonly total = this.addVariable({ name: "total", shape: [] });
 *   override updateState(yTrue: TensorLike) { this.total.assignAdd(ops.size(yTrue)); }
 *   override result() { return ops.identity(this.total); }
 * }
 */
export abstract class Metric<
  Args extends readonly unknown[] = PairArguments,
  Result extends MetricResult = Tensor,
> extends Configured {
  static override readonly schema: typeof metricOptions = metricOptions;
  /** Whether more is better (`"up"`) or worse (`"down"`), where that is known. */
  readonly direction: "up" | "down" | undefined = undefined;
  readonly #name: string;
  readonly #dtype: DType;
  readonly #variables: Variable[] = [];

  constructor(options?: object) {
    super(options);
    this.#name = (this.initial("name") as string | null) ?? uniqueName(classToSnakeCase(classNameOf(new.target)));
    this.#dtype = this.initial("dtype") as DType;
    // sub-classes write both without a thought of memory: what they leave behind is freed here
    const { updateState, result } = this;
    setMethod(this, "updateState", (...args) => tidy(() => void updateState.apply(this, args as never)));
    setMethod(this, "result", () => tidy(() => owned(result.call(this))));
  }

  /** Adds what a batch says to the state. */
  abstract updateState(...args: Args): void;

  /** The result over all that has been seen since the last reset; the caller's to free. */
  abstract result(): Result;

  /** Forgets what has been seen. */
  resetState(): void {
    for (const variable of this.variables) tidy(() => variable.assign(zeroes(variable.shape, variable.dtype)));
  }

  get name(): string {
    return this.#name;
  }
  get dtype(): DType {
    return this.#dtype;
  }
  /** The state. */
  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** Frees the state; a second call does nothing. */
  [Symbol.dispose](): void {
    for (const variable of this.variables) variable[Symbol.dispose]();
  }
  override get [Symbol.toStringTag](): string {
    return `${super[Symbol.toStringTag]} "${this.#name}"`;
  }

  /** A variable of the state, which starts from zero; float32 unless told otherwise. */
  protected addVariable({ name, shape, dtype = "float32" }: MetricVariableOptions): Variable {
    const variable = nameScope(
      this.#name.replaceAll("/", ">"),
      () => new Variable({ name, shape, dtype, initializer: zeroes, trainable: false }),
    );
    this.#variables.push(variable);
    return variable;
  }

  protected __call__(...args: Args): Result {
    this.updateState(...args);
    return this.result();
  }
}

/** Declares a metric: its Keras name, its options and, optionally, the metric it specialises. */
export function defineMetric<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, Omit<typeof metricOptions, keyof S> & S, Metric>;
export function defineMetric<const N extends string, S extends Schema, PS extends Schema, P>(
  className: N,
  own: S,
  parent: Parent<PS, P>,
): Defined<N, Omit<PS, keyof S> & S, P>;
export function defineMetric(
  className: string,
  own: Schema,
  parent: Parent<Schema, unknown> = Metric as never,
): unknown {
  return define(className, { ...parent.schema, ...own }, parent);
}

function zeroes(shape: KnownShape, dtype: DType): Tensor {
  return zeros([...shape], tensorDType(dtype) as "float32"); // typed by tfjs for numbers alone
}

/** A method of one instance, before that of its class. */
function setMethod(metric: object, name: string, value: (...args: unknown[]) => unknown): void {
  Object.defineProperty(metric, name, { value, configurable: true, writable: true });
}

/** A result that does not change with the state. */
function owned<R extends MetricResult>(result: R): R {
  if (!(result instanceof Tensor)) {
    return Object.fromEntries(Object.entries(result).map(([name, part]) => [name, owned(part)])) as R;
  }
  return (result instanceof TfVariable ? clone(result) : result) as R;
}
