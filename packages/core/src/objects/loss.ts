import { logicalAnd, Tensor } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import { isTracing } from "../context/call-context.ts";
import { getMask } from "../context/mask.ts";
import { dtypePolicy } from "../dtype-policies/option.ts";
import { refusal, StateError } from "../errors.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { tidy } from "../memory/scope.ts";
import { classToSnakeCase } from "../names/case.ts";
import { uniqueName } from "../names/unique-name.ts";
import { nullableText } from "../options/kinds.ts";
import type { Held, Schema } from "../options/option.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { classNameOf } from "./class-name.ts";
import { Configured } from "./configured.ts";
import { type Defined, define } from "./define.ts";
import type { DTypePolicy } from "./dtype-policy.ts";
import { isMeasure } from "./loss-measure.ts";
import { type LossReduction, type LossShares, reduceWeightedValues, reduction, sameRank } from "./loss-reduction.ts";

export const lossOptions = {
  /** Name of the loss; the class's in snake_case unless given. */
  name: /* @__PURE__ */ nullableText(null),
  /** How the losses of the samples become one. */
  reduction: /* @__PURE__ */ reduction("sum_over_batch_size"),
  /** What is computed in. */
  dtype: /* @__PURE__ */ dtypePolicy(null, { unwritten: true }),
};

export interface Loss {
  (yTrue: TensorLike, yPred: TensorLike, sampleWeight?: TensorLike | null): Tensor;
}
/**
 * Parent of losses: a function of what is true and what was predicted, weighted and reduced to a scalar. A sub-class
 * says in `call` what one sample loses.
 *
 * - yTrue, yPred: `[batch, ...]`
 * - sampleWeight: `[batch]`, or one weight a value of `call`
 * - output: a scalar, or what `call` gives where `reduction` is `"none"`
 *
 * A Keras mask on `yPred` leaves entries out of the sum and of the count.
 *
 * @throws {ShapeError} when weights do not broadcast to the samples' losses.
 * @see {@link https://keras.io/api/losses/ | keras.losses.Loss}
 * @example
 * class Gap extends Loss { override call(yTrue: Tensor, yPred: Tensor) { return ops.max(ops.abs(ops.subtract(yTrue, yPred)), -1); } }
 * new Gap()([[1, 2]], [[1, 5]]); // 3
 */
export abstract class Loss extends Configured {
  static override readonly schema: typeof lossOptions = lossOptions;
  declare readonly reduction: LossReduction;
  readonly #name: string;
  readonly #policy: DTypePolicy;

  constructor(options?: object) {
    super(options);
    this.#name = (this.initial("name") as string | null) ?? uniqueName(classToSnakeCase(classNameOf(new.target)));
    this.#policy = this.initial("dtype") as DTypePolicy;
  }

  /** The loss of each sample: `[batch, ...]` in both, without the last axis in what it gives. */
  abstract call(yTrue: Tensor, yPred: Tensor): Tensor;

  /** Losses, weighted and reduced at once, where a class has a kernel for that; undefined where it does not take what is given. */
  protected atOnce(_yTrue: Tensor, _yPred: Tensor, _shares: LossShares): Tensor | undefined {
    return undefined;
  }

  get name(): string {
    return this.#name;
  }
  /** What is computed in. */
  get dtype(): DType {
    return this.#policy.computeDType;
  }
  override get [Symbol.toStringTag](): string {
    return `${super[Symbol.toStringTag]} "${this.#name}"`;
  }

  protected __call__(yTrue: TensorLike, yPred: TensorLike, sampleWeight?: TensorLike | null): Tensor {
    const action = `call ${this[Symbol.toStringTag]}`;
    if (yTrue instanceof KerasTensor || yPred instanceof KerasTensor) return this.#trace(action, yTrue, yPred);
    return tidy(() => {
      const convert = (value: TensorLike) => toTensor(value, { dtype: this.dtype, action });
      const weights = sampleWeight === undefined || sampleWeight === null ? null : convert(sampleWeight);
      const inMask = yPred instanceof Tensor ? getMask(yPred) : undefined;
      const [truth, predicted] = [yTrue instanceof Tensor ? yTrue : convert(yTrue), convert(yPred)];
      const { reduction } = this;
      const whole = this.dtype === "float32" && this.atOnce(truth, predicted, { weights, mask: inMask, reduction });
      if (whole) return whole;
      const values = this.call(convert(truth), predicted);
      const outMask = getMask(values);
      const mask = inMask && outMask ? logicalAnd(inMask, outMask) : (inMask ?? outMask);
      return reduceWeightedValues(convert(values), { weights, mask, reduction, action });
    });
  }

  /** In a dry run only the shape matters. */
  #trace(action: string, yTrue: unknown, yPred: unknown): Tensor {
    if (!isTracing()) {
      const hint = "Use the loss in `compile`, or its function in the graph.";
      throw refusal(StateError, { action, expected: "it must be given tensors, not symbolic ones", hint });
    }
    const values = this.call(yTrue as Tensor, yPred as Tensor) as unknown as KerasTensor;
    const whole = this.reduction === null || this.reduction === "none";
    return new KerasTensor(whole ? values.shape : [], this.dtype, "") as unknown as Tensor; // stands for the tensor of a later call
  }
}

/** A function of two tensors, and of the options that a class declares for it. */
// biome-ignore lint/suspicious/noExplicitAny: the options are those of the class's table
export type LossFunction<S = any> = (yTrue: Tensor, yPred: Tensor, options: Held<S>) => Tensor;

type LossSchema<S> = Omit<typeof lossOptions, keyof S> & S;

/**
 * Declares a loss: its Keras name, its options and, where a function computes it, that function, which gets the options
 * of the table. The name of such a loss is its class's in snake_case, unless the table says another.
 *
 * @example
 * class Cubed extends defineLoss("Cubed", {}, (yTrue, yPred) => ops.mean(ops.power(ops.abs(ops.subtract(yTrue, yPred)), 3), -1)) {}
 * new Cubed()([[0, 0]], [[1, 2]]); // 4.5
 */
export function defineLoss<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, LossSchema<S>, Loss>;
export function defineLoss<const N extends string, S extends Schema>(
  className: N,
  own: S,
  compute: LossFunction<S>,
): Defined<N, LossSchema<S>, Loss & { call(yTrue: Tensor, yPred: Tensor): Tensor }>;
export function defineLoss(className: string, own: Schema, compute?: LossFunction): unknown {
  if (!compute) return define(className, { ...lossOptions, ...own }, Loss as never);
  const name = nullableText(classToSnakeCase(className.slice(className.lastIndexOf(".") + 1)));
  const names = Object.keys(own).filter((option) => !(option in lossOptions));
  return define(className, { ...lossOptions, name, ...own }, computed(compute, names) as never);
}

/** A parent whose `call` is a function's. Ranks that differ by an axis of size 1 are brought together first. */
function computed(compute: LossFunction, names: readonly string[]): typeof Loss {
  const whole = isMeasure(compute) ? compute.atOnce : undefined;
  abstract class ComputedLoss extends Loss {
    override call(yTrue: Tensor, yPred: Tensor): Tensor {
      return compute(...this.#aligned(yTrue, yPred), this.#options());
    }
    protected override atOnce(yTrue: Tensor, yPred: Tensor, shares: LossShares): Tensor | undefined {
      if (!whole || this.call !== ComputedLoss.prototype.call) return undefined; // a sub-class says what one sample loses
      return whole(...this.#aligned(yTrue, yPred), this.#options(), shares);
    }
    #options(): never {
      return Object.fromEntries(names.map((name) => [name, (this as Record<string, unknown>)[name]])) as never;
    }
    #aligned(yTrue: Tensor, yPred: Tensor): [Tensor, Tensor] {
      return yPred instanceof Tensor && yTrue instanceof Tensor ? sameRank(yTrue, yPred) : [yTrue, yPred];
    }
  }
  return ComputedLoss;
}
