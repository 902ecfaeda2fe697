import { boolean, defineLayer, type Initializer, oneOf, type Tensor, type Variable } from "@hornbeam/core";
import { Ones } from "@hornbeam/initializers";
import {
  add,
  cast,
  dotProductAttention,
  expandDims,
  matmul,
  multiply,
  squeeze,
  sum,
  swapaxes,
  tanh,
} from "@hornbeam/ops";
import { isFloatTensor } from "../_fused.ts";
import { BaseAttention } from "./_base-attention.ts";

/**
 * Attention by dot products (Luong): the mean of the values weighted by `softmax(query · keyᵀ)`; with `scoreMode`
 * `"concat"` by `softmax(w · Σ tanh(query + key))`.
 *
 * - inputs: `[query, value]` or `[query, value, key]`, of the shapes `[batch, targets, size]`, `[batch, sources, features]`
 *   and `[batch, sources, size]`; the key is the value unless given
 * - output: `[batch, targets, features]`; with `returnAttentionScores` in the call's options a list with the scores
 *   `[batch, targets, sources]`
 * - further call options: `mask`, `[of the query, of the value]`, and `useCausalMask`
 *
 * @throws {ShapeError} when the inputs are not two or three.
 * @see {@link https://arxiv.org/abs/1508.04025 | Luong et al., 2015}
 * @see {@link https://keras.io/api/layers/attention_layers/attention/ | keras.layers.Attention}
 * @example
 * new Attention()([ones([2, 3, 4]), ones([2, 5, 4])]).shape; // [2, 3, 4]
 */
export class Attention extends /* @__PURE__ */ defineLayer(
  "keras.layers.Attention",
  {
    /** Whether the scores are multiplied with a weight. */
    useScale: boolean(false),
    /** How a query and a key make a score. */
    scoreMode: oneOf("dot", "concat")("dot"),
  },
  BaseAttention,
) {
  scale: Variable | null = null;
  concatScoreWeight: Variable | null = null;

  protected override makeWeights(): void {
    const one = { shape: [], initializer: new Ones() as Initializer };
    if (this.useScale) this.scale = this.addWeight({ name: "scale", ...one });
    if (this.scoreMode === "concat") this.concatScoreWeight = this.addWeight({ name: "concat_score_weight", ...one });
  }
  /** One head of the kernel for several. */
  protected override whole(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    valueMask: Tensor | null,
    isCausal: boolean,
  ): Tensor | null {
    // where a step may see nothing at all, the sums by which Keras hides what must not be seen still pass gradients on
    if (valueMask && isCausal) return null;
    if (this.concatScoreWeight || [query, key, value].some((x) => !isFloatTensor(x) || x.rank !== 3)) return null;
    const [q, k, v] = [this.scale ? multiply(query, this.scale) : query, key, value].map((x) => expandDims(x, 2));
    const mask = valueMask && cast(expandDims(valueMask, [1, 2]), "bool");
    return squeeze(dotProductAttention(q!, k!, v!, { mask, isCausal, scale: 1 }), 2);
  }
  protected override scores(query: Tensor, key: Tensor): Tensor {
    const scaled = (x: Tensor) => (this.scale ? multiply(x, this.scale) : x);
    if (!this.concatScoreWeight) return scaled(matmul(query, swapaxes(key, -2, -1)));
    const sums = tanh(scaled(add(expandDims(query, -2), expandDims(key, -3))));
    return multiply(this.concatScoreWeight, sum(sums, -1));
  }
}
