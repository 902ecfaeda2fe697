import {
  defineLayer,
  OptionError,
  positiveInteger,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { dotProductAttention, einsum, multiply, repeat } from "@hornbeam/ops";
import { Softmax } from "../activations/softmax.ts";
import type { EinsumDense } from "../core/einsum-dense.ts";
import { Dropout } from "../regularization/dropout.ts";
import {
  type AttentionInputs,
  attentionOptions,
  ProjectedAttention,
  type Projections,
  withHeads,
} from "./_projected-attention.ts";

/**
 * Attention of several heads of which groups share their keys and values; with one head of keys and values it is
 * multi-query attention.
 *
 * - inputs: `{ query: [batch, targets, features], value: [batch, sources, features], key? }`, the key being the value
 *   unless given
 * - output: `[batch, targets, features]`; with `returnAttentionScores` in the call's options a list with the scores
 *   `[batch, numQueryHeads, targets, sources]`
 * - further call options: `attentionMask` `[batch, targets, sources]`, `useCausalMask`. Masks of the inputs are heeded
 *
 * @throws {OptionError} when `numQueryHeads` is no multiple of `numKeyValueHeads`.
 * @throws {ShapeError} when query and value differ in their features, or value and key in their sources.
 * @see {@link https://arxiv.org/abs/2305.13245 | Ainslie et al., 2023}
 * @see {@link https://keras.io/api/layers/attention_layers/group_query_attention/ | keras.layers.GroupQueryAttention}, which
 *   takes query, value and key one by one
 * @example
 * const x = ones([2, 5, 8]);
 * new GroupQueryAttention({ headDim: 4, numQueryHeads: 4, numKeyValueHeads: 2 })({ query: x, value: x }).shape; // [2, 5, 8]
 */
export class GroupQueryAttention extends /* @__PURE__ */ defineLayer(
  "keras.layers.GroupQueryAttention",
  {
    /** Size of a query, a key and a value in one head. */
    headDim: positiveInteger(),
    /** Number of heads of queries. */
    numQueryHeads: positiveInteger(),
    /** Number of heads of keys and values. */
    numKeyValueHeads: positiveInteger(),
    ...attentionOptions,
  },
  ProjectedAttention,
) {
  /** Keras exports the class under a shorter name than its own. */
  static readonly internalName = "GroupedQueryAttention";

  _queryDense!: EinsumDense;
  _keyDense!: EinsumDense;
  _gateDense: EinsumDense | null = null;
  _valueDense!: EinsumDense;
  _softmax!: Softmax;
  _dropoutLayer!: Dropout;
  _outputDense!: EinsumDense;

  protected override validate(): void {
    super.validate();
    if (this.numQueryHeads % this.numKeyValueHeads === 0) return;
    throw refusal(OptionError, {
      action: "create GroupQueryAttention",
      option: "numQueryHeads",
      expected: "`numQueryHeads` must be divisible by `numKeyValueHeads`",
      received: [this.numQueryHeads, this.numKeyValueHeads],
    });
  }

  override build({ query, value, key = value }: AttentionInputs<Shape>): void {
    const { headDim, numQueryHeads } = this;
    const toQueries = { equation: "bqm,muh->bquh", outputShape: [null, numQueryHeads, headDim], biasAxes: "uh" };
    const toValues = { equation: "bkm,mvh->bkvh", outputShape: [null, this.numKeyValueHeads, headDim], biasAxes: "vh" };
    this._queryDense = this.project("query", query, toQueries);
    this._keyDense = this.project("key", key, toValues);
    if (this.useGate) this._gateDense = this.project("gate", query, { ...toQueries, activation: "sigmoid" });
    this._valueDense = this.project("value", value, toValues);
    this._softmax = new Softmax({ axis: -1 });
    this._dropoutLayer = new Dropout({ rate: this.dropout, seed: this.seed });
    const back = { equation: "bquh,uhm->bqm", outputShape: [null, query.at(-1)!], biasAxes: "m" };
    this._outputDense = this.project("attention_output", [null, null, numQueryHeads, headDim], back);
  }

  override computeOutputShape(shapes: AttentionInputs<Shape>): Shape {
    const { query, value } = shapes;
    this.checkSources(shapes);
    if (query.at(-1) === value.at(-1)) return query;
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "the last dimension of `query` and `value` must be equal",
      receivedAs: "shapes",
      received: [query, value],
    });
  }

  protected override get projections(): Projections {
    const { _queryDense: query, _keyDense: key, _valueDense: value, _gateDense: gate, _outputDense: output } = this;
    return { query, key, value, gate, output };
  }
  protected override scoresShape({ query, value, key = value }: AttentionInputs<Shape>): Shape {
    return [query[0]!, this.numQueryHeads, query[1]!, key[1]!];
  }

  protected override attend(
    { query, key, value }: Required<AttentionInputs>,
    mask: Tensor | null,
    { training, withScores }: { readonly training: boolean; readonly withScores: boolean },
  ): { output: Tensor; scores: Tensor | null } {
    const wide = mask && withHeads(mask, 4);
    const drops = training && this.dropout > 0;
    if (!drops && !withScores) return { output: dotProductAttention(query, key, value, { mask: wide }), scores: null };
    const scale = 1 / Math.sqrt(this.headDim);
    const times = this.numQueryHeads / this.numKeyValueHeads;
    const [keys, values] = [repeat(key, times, 2), repeat(value, times, 2)];
    const logits = einsum("bquh,bkuh->buqk", multiply(query, scale), keys);
    const scores = this._softmax(logits, { mask: wide });
    const kept = this._dropoutLayer(scores, { training });
    return { output: einsum("buqk,bkuh->bquh", kept, values), scores };
  }
}
