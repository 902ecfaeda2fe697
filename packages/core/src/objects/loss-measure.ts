import type { Tensor } from "@hornbeam/kernels/tfjs";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { tidy } from "../memory/scope.ts";
import { camelCase } from "../names/case.ts";
import type { Given, Held, Schema } from "../options/option.ts";
import { readOptions } from "../options/read-options.ts";
import { isRecord } from "../serialization/config.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import type { LossShares } from "./loss-reduction.ts";

// biome-ignore lint/complexity/noBannedTypes: asks whether nothing at all would do
type Options<S> = [{}] extends [Given<S>] ? [options?: Given<S>] : [options: Given<S> | OnlyValue<Given<S>>];
type OnlyValue<G> = Exclude<G[keyof G], undefined>;
// biome-ignore lint/suspicious/noExplicitAny: a table of any options
type AnySchema = Readonly<Record<string, any>>;

/** A function of what is true and what was predicted, one number a sample: what losses and metrics are made of. */
export interface Measure<S extends AnySchema = AnySchema> {
  (yTrue: TensorLike, yPred: TensorLike, ...options: Options<S>): Tensor;
  (yTrue: TensorLike | KerasTensor, yPred: TensorLike | KerasTensor, ...options: Options<S>): KerasTensor;
  /** Keras' name of the function, which configs hold and histories show: `mean_squared_error`. */
  readonly name: string;
  readonly schema: S;
  /** Marks the functions that configs may name. */
  readonly isMeasure: true;
  /** The loss that the measure is, weighted and reduced in one kernel, with defaults for options that are not given. */
  atOnce?(yTrue: Tensor, yPred: Tensor, options: Held<S> | undefined, shares: LossShares): Tensor | undefined;
}

/** What computes a measure. Both tensors are borrowed; `options` are complete. */
export type MeasureBody<S> = (yTrue: Tensor, yPred: Tensor, options: Held<S>) => Tensor;

/** What computes a measure as a loss, weighted and reduced; undefined for what it does not take. */
export type LossAtOnce<S> = (yTrue: Tensor, yPred: Tensor, options: Held<S>, shares: LossShares) => Tensor | undefined;

/**
 * Makes a function of two tensors and of options, which are checked against their table. It runs in a scope of its own;
 * on symbolic tensors it is what its ops are. An option that must be given may stand bare in the place of all. Losses made of
 * it are computed by `atOnce` where that takes what they are given.
 */
export function defineMeasure<const S extends Schema>(
  name: string,
  schema: S,
  body: MeasureBody<S>,
  atOnce?: LossAtOnce<S>,
): Measure<S> {
  const action = `call ${camelCase(name)}`;
  const required = Object.keys(schema).filter((option) => !schema[option]!.optional);
  const measure = (yTrue: TensorLike, yPred: TensorLike, given?: unknown): unknown => {
    const bare = required.length === 1 && given !== undefined && !isRecord(given);
    const options = readOptions(name, schema, bare ? { [required[0]!]: given } : given, undefined, action) as Held<S>;
    if (yTrue instanceof KerasTensor || yPred instanceof KerasTensor) {
      return body(yTrue as Tensor, yPred as Tensor, options); // ops take symbolic tensors for tensors
    }
    return tidy(() => body(toTensor(yTrue, { action }), toTensor(yPred, { action }), options));
  };
  const whole: Measure<S>["atOnce"] = (yTrue, yPred, options, shares) =>
    atOnce!(yTrue, yPred, options ?? (readOptions(name, schema, undefined, undefined, action) as Held<S>), shares);
  Object.defineProperties(measure, {
    atOnce: { value: atOnce && whole },
    name: { value: name },
    schema: { value: schema },
    isMeasure: { value: true },
  });
  return measure as unknown as Measure<S>; // the properties above complete it
}

export function isMeasure(value: unknown): value is Measure {
  return typeof value === "function" && (value as { isMeasure?: unknown }).isMeasure === true;
}
