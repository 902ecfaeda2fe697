import {
  boolean,
  type CallOptions,
  defineLayer,
  dtypeName,
  KerasTensor,
  nullable,
  positiveNumber,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { cast, divide, matmul, multiply, tanh, transpose } from "@hornbeam/ops";
import { Embedding } from "./embedding.ts";

/**
 * An embedding that also goes the other way: from vectors to a score of each whole number, `x · embeddingsᵀ`, as language
 * models do at their end. `reverse: true` in the call's options turns it round.
 *
 * - input: whole numbers of any shape; in reverse `[..., outputDim]`
 * - output: the shape of the input with an axis of `outputDim` at the end; in reverse `[..., inputDim]`
 *
 * @see {@link https://arxiv.org/abs/1608.05859 | Press and Wolf, 2016}
 * @see {@link https://keras.io/api/layers/core_layers/ | keras.layers.ReversibleEmbedding}; quantized forms are not there
 * @example
 * const embedding = new ReversibleEmbedding({ inputDim: 1000, outputDim: 64 });
 * embedding(embedding(tensor([[4, 20]])), { reverse: true }).shape; // [1, 2, 1000]
 */
export class ReversibleEmbedding extends /* @__PURE__ */ defineLayer(
  "keras.layers.ReversibleEmbedding",
  {
    /** Whether the way back uses the embeddings, not weights of its own. */
    tieWeights: boolean(true),
    /** What the way back is computed in; null for what came. */
    reverseDtype: /* @__PURE__ */ nullable(dtypeName)(null),
    /** Keeps scores within plus and minus this number, smoothly; null for no bound. */
    logitSoftCap: /* @__PURE__ */ nullable(positiveNumber)(null),
  },
  Embedding,
) {
  reverseEmbeddings: Variable | null = null;

  override build(inputShape: Shape): void {
    super.build(inputShape);
    if (this.tieWeights) return;
    this.reverseEmbeddings = this.addWeight({
      name: "reverse_embeddings",
      shape: [this.outputDim, this.inputDim],
      initializer: this.embeddingsInitializer,
    });
  }

  override call(x: Tensor, { reverse }: CallOptions = {}): Tensor {
    if (!reverse) return super.call(x);
    const kernel = this.reverseEmbeddings ?? transpose(this.adapted(this.embeddings));
    const converted = (tensor: Tensor | Variable) => (this.reverseDtype ? cast(tensor, this.reverseDtype) : tensor);
    const scores = matmul(converted(x), converted(kernel));
    const bound = this.logitSoftCap;
    return bound === null ? scores : multiply(tanh(divide(scores, bound)), bound);
  }

  override computeOutputSpec(input: KerasTensor, { reverse }: CallOptions): KerasTensor {
    const shape = reverse ? [...input.shape.slice(0, -1), this.inputDim] : this.computeOutputShape(input.shape);
    return new KerasTensor(shape, this.computeDType, "");
  }
  override computeMask(inputs: unknown): unknown {
    // vectors, which the way back takes, have no numbers that stand for padding
    return (inputs as Tensor).dtype === "float32" ? null : super.computeMask(inputs);
  }
}
