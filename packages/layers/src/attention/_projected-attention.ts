import { constraint } from "@hornbeam/constraints";
import {
  type Arguments,
  boolean,
  type CallOptions,
  type Config,
  classNameOf,
  defineLayer,
  fraction,
  getMask,
  KerasTensor,
  Layer,
  nonNegativeInteger,
  nullable,
  OptionError,
  positiveInteger,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { expandDims, multiply, reshape } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { freshInitializer } from "../_initializers.ts";
import { EinsumDense } from "../core/einsum-dense.ts";
import { allOf, bandMask, causalMask } from "./_masks.ts";

/** What a layer of attention is called on; the key is the value unless given. */
export interface AttentionInputs<T = Tensor> {
  readonly query: T;
  readonly value: T;
  readonly key?: T;
}

/** What goes with the inputs of a layer of attention. */
export interface AttentionCallOptions extends CallOptions {
  /** Bool, `[batch, targets, sources]`: false where a target must not see a source. */
  readonly attentionMask?: unknown;
  /** Whether a target sees only sources up to its own place. */
  readonly useCausalMask?: boolean;
  /** Whether the call gives `[output, scores]`. */
  readonly returnAttentionScores?: boolean;
}

export const attentionOptions = {
  /** Share of the scores that is dropped while training. */
  dropout: /* @__PURE__ */ fraction(0),
  /** Whether the projections add biases. */
  useBias: /* @__PURE__ */ boolean(true),
  /** Whether the result is multiplied with a sigmoid of a further projection of the query. */
  useGate: /* @__PURE__ */ boolean(false),
  /** How many places around its own a target sees, the own one counted; null for all. */
  slidingWindow: /* @__PURE__ */ nullable(positiveInteger)(null),
  /** Has no effect on results: there is one way to compute them. */
  flashAttention: /* @__PURE__ */ nullable(boolean)(null, { unwritten: true }),
  /** Starting values of the projections' kernels. */
  kernelInitializer: initializer("glorot_uniform"),
  /** Starting values of the projections' biases. */
  biasInitializer: initializer("zeros"),
  /** Penalty of the kernels. */
  kernelRegularizer: regularizer(null),
  /** Penalty of the biases. */
  biasRegularizer: regularizer(null),
  /** Penalty of the projections' outputs. */
  activityRegularizer: regularizer(null),
  /** What the kernels are put through after each step of training. */
  kernelConstraint: constraint(null),
  /** What the biases are put through after each step of training. */
  biasConstraint: constraint(null),
  /** Makes the choice of what is dropped reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
};

/** The layers with weights inside a layer of attention. */
export interface Projections {
  readonly query: EinsumDense;
  readonly key: EinsumDense;
  readonly value: EinsumDense;
  readonly gate: EinsumDense | null;
  readonly output: EinsumDense;
}
export interface Projection {
  readonly equation: string;
  readonly outputShape: Shape;
  readonly biasAxes: string;
  readonly activation?: "sigmoid";
}
interface Attended {
  readonly output: Tensor;
  readonly scores: Tensor | null;
}

abstract class OnRecords extends Layer<AttentionInputs, Tensor> {}
export interface ProjectedAttention {
  (
    inputs: AttentionInputs,
    options: AttentionCallOptions & { readonly returnAttentionScores: true },
  ): readonly [output: Tensor, scores: Tensor];
  (
    inputs: AttentionInputs<KerasTensor>,
    options: AttentionCallOptions & { readonly returnAttentionScores: true },
  ): readonly [output: KerasTensor, scores: KerasTensor];
}
/** Parent of the layers that project queries, keys and values to several heads, attend, and project back. */
export abstract class ProjectedAttention extends /* @__PURE__ */ defineLayer(
  "ProjectedAttention",
  attentionOptions,
  OnRecords,
) {
  protected override readonly supportsMasking = true;

  protected abstract readonly projections: Projections;
  protected abstract scoresShape(shapes: AttentionInputs<Shape>): Shape;
  /** The core of it, on projected inputs with an axis of heads before the last. */
  protected abstract attend(
    inputs: Required<AttentionInputs>,
    mask: Tensor | null,
    options: { readonly training: boolean; readonly withScores: boolean },
  ): Attended;

  /** Which targets there are. */
  protected queryMask(query: Tensor, { queryMask }: CallOptions): unknown {
    return queryMask ?? getMask(query);
  }

  protected override validate(): void {
    if (!this.flashAttention || this.dropout === 0) return;
    throw refusal(OptionError, {
      action: `create ${classNameOf(this.constructor as never)}`,
      option: "dropout",
      expected: "`dropout` must be 0 with `flashAttention`",
      received: this.dropout,
    });
  }

  override call({ query, value, key = value }: AttentionInputs, options: AttentionCallOptions): Tensor {
    const withScores = options.returnAttentionScores === true;
    if (withScores && this.flashAttention) {
      const expected = "`returnAttentionScores` must be false with `flashAttention`";
      throw refusal(OptionError, { action: `call ${this[Symbol.toStringTag]}`, expected, received: true });
    }
    const masks = { valueMask: getMask(value), ...(key !== value && { keyMask: getMask(key) }), ...options };
    const mask = this.#mask(query, value, { ...masks, queryMask: this.queryMask(query, options) });
    const { projections } = this;
    const projected = {
      query: projections.query(unmasked(query)),
      key: projections.key(unmasked(key)),
      value: projections.value(unmasked(value)),
    };
    const { output, scores } = this.attend(projected, mask, { training: options.training === true, withScores });
    const gated = projections.gate ? multiply(output, projections.gate(unmasked(query))) : output;
    const result = projections.output(gated);
    return withScores ? ([result, scores] as never) : result; // the calls are typed above
  }

  protected override __call__(inputs: AttentionInputs, options: CallOptions = {}): never {
    if (inputs?.query && inputs.value) return super.__call__(inputs, options) as never; // the parent's type says more
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "`query` and `value` must be given",
      received: Object.keys(inputs ?? {}).filter((name) => inputs[name as "query"]),
      hint: "Call it on a record: `layer({ query, value })`, with a `key` where that is not the value.",
    });
  }
  override computeOutputSpec(inputs: never, options: CallOptions): never {
    const { query, value, key } = inputs as AttentionInputs<KerasTensor>;
    const shapes = { query: query.shape, value: value.shape, ...(key && { key: key.shape }) };
    const output = super.computeOutputSpec(inputs, options);
    if (options["returnAttentionScores"] !== true) return output as never;
    return [output, new KerasTensor(this.scoresShape(shapes), this.computeDType, "")] as never;
  }
  override computeMask(_inputs: unknown, previousMask: unknown): unknown {
    return (previousMask as Partial<AttentionInputs> | null)?.query ?? null;
  }

  override toKerasArguments(inputs: unknown, options: CallOptions): Arguments {
    const { query, value, key } = inputs as AttentionInputs;
    const { kwargs } = super.toKerasArguments(null, options);
    return { args: key === undefined ? [query, value] : [query, value, key], kwargs };
  }
  override fromKerasArguments({ args, kwargs }: Arguments): { inputs: unknown; options: CallOptions } {
    const { query = args[0], value = args[1], key = args[2], ...rest } = kwargs;
    const { options } = super.fromKerasArguments({ args: [null], kwargs: rest });
    return { inputs: { query, value, ...((key ?? null) !== null && { key }) }, options };
  }
  override getBuildConfig(): Config | undefined {
    const shapes = super.getBuildConfig()?.["input_shape"] as AttentionInputs<Shape> | undefined;
    if (!shapes) return undefined;
    const { query, value, key } = shapes;
    return { shapes_dict: { query_shape: query, value_shape: value, ...(key && { key_shape: key }) } };
  }
  override buildFromConfig(config: Config): void {
    const shapes = config["shapes_dict"] as Readonly<Record<string, Shape>> | undefined;
    const { query_shape: query, value_shape: value, key_shape: key } = shapes ?? {};
    if (query && value && !this.built) this.build({ query, value, ...(key && { key }) });
  }

  /** Refuses keys that are not one for each value. */
  protected checkSources({ value, key = value }: AttentionInputs<Shape>): void {
    if (String(value.slice(1, -1)) === String(key.slice(1, -1))) return;
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "all dimensions of `value` and `key`, except the last one, must be equal",
      receivedAs: "shapes",
      received: [value, key],
    });
  }
  /** A projection, built for its input: what all have in common comes from the options. */
  protected project(name: string, inputShape: Shape, { biasAxes, ...projection }: Projection): EinsumDense {
    const { kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint } = this;
    const layer = new EinsumDense({
      ...projection,
      name,
      biasAxes: this.useBias ? biasAxes : null,
      kernelInitializer: freshInitializer(this.kernelInitializer),
      biasInitializer: freshInitializer(this.biasInitializer),
      ...{ kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint },
      activityRegularizer: this.initial("activityRegularizer") as null,
      dtype: this.dtypePolicy,
    });
    layer.build(inputShape);
    return layer;
  }

  #mask(query: Tensor, value: Tensor, options: AttentionCallOptions): Tensor | null {
    const { attentionMask, useCausalMask, queryMask, valueMask, keyMask } = options;
    const [targets, sources] = [query.shape[1]!, value.shape[1]!];
    const along = (mask: unknown, axis: number) => (mask ? expandDims(mask as Tensor, axis) : null);
    return allOf([
      attentionMask as Tensor | undefined,
      along(queryMask, -1),
      along(valueMask, -2),
      along(keyMask, -2),
      useCausalMask ? causalMask(targets, sources) : null,
      this.slidingWindow === null ? null : bandMask(targets, sources, this.slidingWindow),
    ]);
  }
}

/** A mask with an axis of heads in front of `axes` pairs of targets and sources. */
export function withHeads(mask: Tensor, rank: number, axes = 1): Tensor {
  let wide = mask;
  while (wide.shape.length < rank) wide = expandDims(wide, -2 * axes - 1);
  return wide;
}

/** The tensor itself, or one of its numbers that has no mask. */
function unmasked(x: Tensor): Tensor {
  return getMask(x) ? reshape(x, x.shape) : x;
}
