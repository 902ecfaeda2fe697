import { defineOp, type KerasTensor, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import { attention } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { select } from "../numpy/_select.ts";
import { einsum } from "../numpy/einsum.ts";

interface AttentionOptions {
  isCausal: boolean;
  flashAttention: boolean | null;
  attnLogitsSoftCap: number | null;
}

const attentionOp = /* @__PURE__ */ defineOp<
  [query: Tensor, key: Tensor, value: Tensor, bias: Tensor | null, mask: Tensor | null, scale: Tensor | null],
  AttentionOptions,
  Tensor
>({
  className: "DotProductAttention",
  module: "nn",
  tensors: ["query", "key", "value", "bias", "mask", "scale"],
  options: { isCausal: false, flashAttention: null, attnLogitsSoftCap: null },
  call: (query, key, value, bias, mask, scale, { isCausal, attnLogitsSoftCap }) => {
    attentionShape(query.shape, key.shape, value.shape);
    const [q, k, v] = [query, key, value].map(toFloat) as [Tensor, Tensor, Tensor];
    if (
      bias === null &&
      attnLogitsSoftCap === null &&
      isPlainMask(mask, [q.shape[0]!, q.shape[2]!, q.shape[1]!, k.shape[1]!])
    ) {
      const seen = mask === null ? {} : { mask: as(mask, "bool") };
      if (scale === null) return attention(q, k, v, { ...seen, isCausal });
      return attention(tf.mul(q, toFloat(scale)), k, v, { ...seen, isCausal, scale: 1 });
    }
    const shared = shareHeads(q.shape[2]!, [k, v]);
    const factor = scale === null ? tf.scalar(1 / Math.sqrt(q.shape[3]!)) : toFloat(scale);
    let logits = tf.mul(einsum("btnh,bsnh->bnts", q, shared[0]!), factor);
    if (attnLogitsSoftCap !== null) logits = tf.mul(tf.tanh(tf.div(logits, attnLogitsSoftCap)), attnLogitsSoftCap);
    if (bias !== null) logits = tf.add(logits, bias);
    // far below any logit, and yet a number where all of a row is masked
    const never = tf.scalar(-0.7 * 3.4028235e38);
    if (mask !== null) logits = select(as(mask, "bool"), logits, never);
    if (isCausal) logits = select(causal(q.shape[1]!, k.shape[1]!), logits, never);
    return einsum("bnts,bsnh->btnh", tf.softmax(logits), shared[1]!);
  },
  spec: (query: unknown, key: unknown, value: unknown) => {
    const [q, k, v] = [specOf(query), specOf(key), specOf(value)];
    return spec(attentionShape(q.shape, k.shape, v.shape), q.dtype, k.dtype, v.dtype, "float");
  },
});

/** Options of {@link dotProductAttention}. */
export interface DotProductAttentionOptions<T = TensorLike> {
  /** What is added to the logits; broadcasts to `[batch, heads, targets, sources]`. */
  readonly bias?: T | null;
  /** Which sources a target may attend to; likewise. */
  readonly mask?: T | null;
  /** What products are multiplied with: `1 / √size` unless told. */
  readonly scale?: number | null;
  /** Whether a target attends only to sources up to its own place. */
  readonly isCausal?: boolean;
  /** Has no effect here: there is one way to compute it. */
  readonly flashAttention?: boolean | null;
  /** Keeps logits within plus and minus this number, smoothly. */
  readonly attnLogitsSoftCap?: number | null;
}

/**
 * Attention: for each target, the mean of the values weighted by `softmax(query · key · scale)`.
 *
 * - query: `[batch, targets, heads, size]`
 * - key, value: `[batch, sources, heads, size]`, or fewer heads, each of which serves several of the query's
 * - output: `[batch, targets, heads, size]`
 *
 * @throws {ShapeError} when the shapes do not fit.
 * @see {@link https://arxiv.org/abs/1706.03762 | Vaswani et al., 2017}, section 3.2.1
 * @see {@link https://keras.io/api/ops/nn/#dotproductattention-function | keras.ops.dot_product_attention}
 * @example
 * dotProductAttention([[[[1]]]], [[[[0]], [[0]]]], [[[[2]], [[4]]]]); // [[[[3]]]]
 */
export const dotProductAttention = /* @__PURE__ */ Object.assign(attend, { definition: attentionOp.definition });

function attend(query: TensorLike, key: TensorLike, value: TensorLike, options?: DotProductAttentionOptions): Tensor;
function attend(
  query: TensorLike | KerasTensor,
  key: TensorLike | KerasTensor,
  value: TensorLike | KerasTensor,
  options?: DotProductAttentionOptions<TensorLike | KerasTensor>,
): KerasTensor;
function attend(
  query: TensorLike | KerasTensor,
  key: TensorLike | KerasTensor,
  value: TensorLike | KerasTensor,
  { bias = null, mask = null, scale = null, ...options }: DotProductAttentionOptions<TensorLike | KerasTensor> = {},
): Tensor | KerasTensor {
  return attentionOp(query, key, value, bias, mask, scale, options);
}

/** Whether a mask is broadcast to the scores of all heads, as kernels do by themselves. */
function isPlainMask(mask: Tensor | null, full: readonly number[]): boolean {
  if (mask === null) return true;
  const own = full.slice(4 - mask.rank);
  return mask.rank <= 4 && mask.shape.every((size, axis) => size === 1 || size === own[axis]);
}

/** Keys and values repeated, so that there is one head for each of the query's. */
function shareHeads(heads: number, tensors: readonly Tensor[]): Tensor[] {
  return tensors.map((x) => {
    const own = x.shape[2]!;
    if (own === heads) return x;
    const places = Int32Array.from({ length: heads }, (_, i) => Math.floor((i * own) / heads));
    return tf.gather(x, tf.tensor1d(places, "int32"), 2);
  });
}

function causal(targets: number, sources: number): Tensor {
  const data = Uint8Array.from({ length: targets * sources }, (_, i) => Number(i % sources <= Math.floor(i / sources)));
  return tf.tensor(data, [1, 1, targets, sources], "bool");
}

function attentionShape(query: Shape, key: Shape, value: Shape): Shape {
  const shapes = [query, key, value];
  if (shapes.some((shape) => shape.length !== 4))
    throw shapeError("dotProductAttention", "query, key and value must have rank 4", shapes);
  const agree = (a: number | null, b: number | null): boolean => a === null || b === null || a === b;
  const heads = query[2] === null || key[2] === null || query[2]! % key[2]! === 0;
  const fits = agree(query[3]!, key[3]!) && agree(key[1]!, value[1]!) && agree(key[2]!, value[2]!) && heads;
  if (!fits)
    throw shapeError("dotProductAttention", "query, key and value must agree in size, heads and sources", shapes);
  return [...query.slice(0, 3), value[3]!];
}
