import { boolean, defineLayer, knownAxis, type Shape, type Tensor, type Variable } from "@hornbeam/core";
import { GlorotUniform } from "@hornbeam/initializers";
import { add, expandDims, multiply, sum, tanh } from "@hornbeam/ops";
import { BaseAttention } from "./_base-attention.ts";

/**
 * Additive attention (Bahdanau): the mean of the values weighted by `softmax(Σ scale · tanh(query + key))`.
 *
 * - inputs: `[query, value]` or `[query, value, key]`, of the shapes `[batch, targets, size]`, `[batch, sources, features]`
 *   and `[batch, sources, size]`; the key is the value unless given
 * - output: `[batch, targets, features]`; with `returnAttentionScores` in the call's options a list with the scores
 *   `[batch, targets, sources]`
 * - further call options: `mask`, `[of the query, of the value]`, and `useCausalMask`
 *
 * @throws {ShapeError} when the inputs are not two or three.
 * @see {@link https://arxiv.org/abs/1409.0473 | Bahdanau et al., 2014}
 * @see {@link https://keras.io/api/layers/attention_layers/additive_attention/ | keras.layers.AdditiveAttention}
 * @example
 * new AdditiveAttention()([ones([2, 3, 4]), ones([2, 5, 4])]).shape; // [2, 3, 4]
 */
export class AdditiveAttention extends /* @__PURE__ */ defineLayer(
  "keras.layers.AdditiveAttention",
  {
    /** Whether each element of the sum has a weight. */
    useScale: boolean(true),
  },
  BaseAttention,
) {
  scale: Variable | null = null;

  protected override makeWeights(queryShape: Shape): void {
    if (!this.useScale) return;
    const shape = [knownAxis(this, queryShape, -1)];
    this.scale = this.addWeight({ name: "scale", shape, initializer: new GlorotUniform() });
  }
  protected override scores(query: Tensor, key: Tensor): Tensor {
    const sums = tanh(add(expandDims(query, -2), expandDims(key, -3)));
    return sum(this.scale ? multiply(this.scale, sums) : sums, -1);
  }
}
