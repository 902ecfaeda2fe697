import {
  boolean,
  defineLoss,
  defineMeasure,
  nullable,
  number,
  option,
  type Tensor,
  type TensorLike,
} from "@hornbeam/core";
import {
  add,
  cast,
  equal,
  eye,
  greater,
  logicalAnd,
  logicalNot,
  logsumexp,
  matmul,
  maximum,
  multiply,
  reshape,
  softplus,
  subtract,
  transpose,
  where,
} from "@hornbeam/ops";
import { withMask } from "./_mask.ts";

const options = {
  /** How sharply the hardest pairs count. */
  gamma: /* @__PURE__ */ number(80),
  /** How far from perfect a distance may be. */
  margin: /* @__PURE__ */ number(0.4),
  /** Whether a sample's distance to itself is left out. */
  removeDiagonal: /* @__PURE__ */ boolean(true),
};

/** Stands for minus infinity, of which a sum has neither value nor gradient where there is nothing else. */
const nowhere = -1e30;

const tensorLike = /* @__PURE__ */ option<TensorLike>("a tensor", (input) => (input as TensorLike) ?? undefined);

/**
 * Circle loss, which draws the embeddings of a class together and pushes those of others away:
 * `softplus(lse(-γ aₚ (m - dₚ)) + lse(γ aₙ (1 - m - dₙ)))` over a sample's cosine distances `d` to its own class and to
 * others. A sample without such a pair is masked.
 *
 * - yTrue: `[batch]` or `[batch, 1]`, classes
 * - yPred: `[batch, d]`, vectors of length 1
 *
 * @see {@link https://keras.io/api/losses/ | keras.losses.circle}
 * @see {@link https://arxiv.org/abs/2002.10857 | Sun et al., 2020}
 * @example
 * circle([0, 0], [[1, 0], [1, 0]]); // [0, 0]
 */
export const circle = /* @__PURE__ */ defineMeasure(
  "circle",
  {
    ...options,
    /** Classes of the embeddings that are compared with; those of the batch unless given. */
    refLabels: /* @__PURE__ */ nullable(tensorLike)(null),
    /** Embeddings that are compared with; those of the batch unless given. */
    refEmbeddings: /* @__PURE__ */ nullable(tensorLike)(null),
  },
  (yTrue, yPred, { gamma, margin, removeDiagonal, refLabels, refEmbeddings }) => {
    const others = (refEmbeddings ?? yPred) as Tensor;
    const distance = maximum(subtract(1, matmul(yPred, transpose(others))), 0);
    const { same, different } = pairs(yTrue, (refLabels ?? yTrue) as Tensor, removeDiagonal);
    const near = multiply(multiply(add(distance, margin), subtract(margin, distance)), -gamma);
    const away = multiply(multiply(maximum(subtract(1 + margin, distance), 0), subtract(1 - margin, distance)), gamma);
    const pull = logsumexp(where(same, near, nowhere), { axis: 1 });
    const push = logsumexp(where(different, away, nowhere), { axis: 1 });
    const loss = softplus(add(pull, push));
    return withMask(loss, greater(loss, 0));
  },
);

/**
 * Circle loss of embeddings, reduced over the samples that have pairs.
 *
 * - yTrue: `[batch]` or `[batch, 1]`, classes
 * - yPred: `[batch, d]`, vectors of length 1
 *
 * @see {@link https://keras.io/api/losses/ | keras.losses.Circle}
 * @see {@link https://arxiv.org/abs/2002.10857 | Sun et al., 2020}
 * @example
 * new Circle()([0, 0], [[1, 0], [1, 0]]); // 0
 */
export class Circle extends /* @__PURE__ */ defineLoss("keras.losses.Circle", options, circle) {}

/** Which pairs of a sample and another are of the same class, and which are not: `[batch, others]`. */
function pairs(labels: Tensor, others: Tensor, removeDiagonal: boolean): { same: Tensor; different: Tensor } {
  const column = reshape(cast(labels, "int32"), [-1, 1]);
  const row = reshape(cast(others, "int32"), [1, -1]);
  const same = equal(column, row);
  const different = logicalNot(same);
  if (!removeDiagonal) return { same, different };
  const itself = eye(column.shape[0]!, row.shape[1]!, { dtype: "bool" });
  return { same: logicalAnd(same, logicalNot(itself)), different };
}
