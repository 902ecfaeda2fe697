import {
  type Config,
  defineLayer,
  getMask,
  integers,
  nullable,
  positiveInteger,
  type Shape,
  serializeKerasObject,
  type Tensor,
} from "@hornbeam/core";
import { dotProductAttention, einsum, multiply } from "@hornbeam/ops";
import { Softmax } from "../activations/softmax.ts";
import type { EinsumDense } from "../core/einsum-dense.ts";
import { Dropout } from "../regularization/dropout.ts";
import { attentionEquations, projectionOf } from "./_equations.ts";
import {
  type AttentionInputs,
  attentionOptions,
  ProjectedAttention,
  type Projections,
  withHeads,
} from "./_projected-attention.ts";

/**
 * Attention of several heads: each head projects queries, keys and values, and takes the mean of the values weighted by
 * `softmax(query · key / √keyDim)`; a last projection joins the heads.
 *
 * - inputs: `{ query: [batch, targets, features], value: [batch, sources, features], key? }`, the key being the value
 *   unless given; there may be more axes between the first and the last
 * - output: `[batch, targets, features of the query]`, or `outputShape` in the place of the last axis; with
 *   `returnAttentionScores` in the call's options a list with the scores `[batch, heads, targets, sources]`
 * - further call options: `attentionMask` `[batch, targets, sources]`, `useCausalMask`. Masks of the inputs are heeded
 *
 * @throws {ShapeError} when value and key differ in their sources.
 * @see {@link https://arxiv.org/abs/1706.03762 | Vaswani et al., 2017}, section 3.2.2
 * @see {@link https://keras.io/api/layers/attention_layers/multi_head_attention/ | keras.layers.MultiHeadAttention}, which
 *   takes query, value and key one by one
 * @example
 * const x = ones([2, 5, 8]);
 * new MultiHeadAttention({ numHeads: 2, keyDim: 4 })({ query: x, value: x }).shape; // [2, 5, 8]
 */
export class MultiHeadAttention extends /* @__PURE__ */ defineLayer(
  "keras.layers.MultiHeadAttention",
  {
    /** Number of heads. */
    numHeads: positiveInteger(),
    /** Size of a query and of a key in one head. */
    keyDim: positiveInteger(),
    /** Size of a value in one head; that of a key where null. */
    valueDim: /* @__PURE__ */ nullable(positiveInteger)(null),
    /** Sizes in the place of the output's last axis; null for the query's. */
    outputShape: /* @__PURE__ */ nullable(integers)(null),
    /** Axes that attention goes over; null for all between the first and the last. */
    attentionAxes: /* @__PURE__ */ nullable(integers)(null),
    ...attentionOptions,
  },
  ProjectedAttention,
) {
  /** None of its own: that of the options is the projections'. */
  override readonly activityRegularizer = null;
  queryDense!: EinsumDense;
  keyDense!: EinsumDense;
  gateDense: EinsumDense | null = null;
  valueDense!: EinsumDense;
  outputDense!: EinsumDense;
  _softmax!: Softmax;
  _dropoutLayer!: Dropout;
  #axes: readonly number[] | null = null;

  override get valueDim(): number {
    return (this.initial("valueDim") as number | null) ?? this.keyDim;
  }
  override get attentionAxes(): readonly number[] | null {
    return this.#axes ?? (this.initial("attentionAxes") as readonly number[] | null);
  }

  override build(shapes: AttentionInputs<Shape>): void {
    this.checkSources(shapes);
    const { query, value, key = value } = shapes;
    const { numHeads, keyDim, valueDim } = this;
    this.queryDense = this.project("query", query, projectionOf(query, 1, [numHeads, keyDim]));
    this.keyDense = this.project("key", key, projectionOf(key, 1, [numHeads, keyDim]));
    if (this.useGate) {
      const gate = projectionOf(query, 1, [numHeads, valueDim]);
      this.gateDense = this.project("gate", query, { ...gate, activation: "sigmoid" });
    }
    this.valueDense = this.project("value", value, projectionOf(value, 1, [numHeads, valueDim]));
    const rank = value.length + 1;
    const axes = this.attentionAxes ?? Array.from({ length: rank - 3 }, (_, i) => i + 1);
    this.#axes = axes.map((axis) => (axis < 0 ? rank - 1 + axis : axis));
    this._softmax = new Softmax({ axis: axes.map((_, i) => i - axes.length) });
    this._dropoutLayer = new Dropout({ rate: this.dropout, seed: this.seed });
    const heads = [...query.slice(0, -1), numHeads, valueDim];
    const sizes = this.outputShape ?? [query.at(-1)!];
    this.outputDense = this.project("attention_output", heads, projectionOf(heads, 2, sizes));
  }

  override computeOutputShape(shapes: AttentionInputs<Shape>): Shape {
    this.checkSources(shapes);
    return this.outputShape?.length ? [...shapes.query.slice(0, -1), ...this.outputShape] : shapes.query;
  }
  override getConfig(): Config {
    const activityRegularizer = serializeKerasObject(this.initial("activityRegularizer"));
    return { ...super.getConfig(), activity_regularizer: activityRegularizer };
  }

  protected override get projections(): Projections {
    const { queryDense: query, keyDense: key, valueDense: value, gateDense: gate, outputDense: output } = this;
    return { query, key, value, gate, output };
  }
  /** As Keras has it: square, whatever the number of sources. */
  protected override scoresShape({ query }: AttentionInputs<Shape>): Shape {
    return [query[0]!, this.numHeads, query[1]!, query[1]!];
  }
  /** That of the tensor only, as in Keras. */
  protected override queryMask(query: Tensor): unknown {
    return getMask(query);
  }

  protected override attend(
    { query, key, value }: Required<AttentionInputs>,
    mask: Tensor | null,
    { training, withScores }: { readonly training: boolean; readonly withScores: boolean },
  ): { output: Tensor; scores: Tensor | null } {
    const axes = this.#axes!;
    const drops = training && this.dropout > 0;
    if (!drops && !withScores && query.shape.length === 4) {
      return { output: dotProductAttention(query, key, value, { mask: mask && withHeads(mask, 4) }), scores: null };
    }
    const scale = 1 / Math.sqrt(this.keyDim);
    const equations = attentionEquations(query.shape.length, axes);
    const logits = einsum(equations.scores, key, multiply(query, scale));
    const rank = logits.shape.length;
    const wide = mask && withHeads(mask, rank, axes.length);
    const scores = this._softmax(logits, { mask: wide });
    const kept = this._dropoutLayer(scores, { training });
    return { output: einsum(equations.output, kept, value), scores };
  }
}
