import { constraint } from "@hornbeam/constraints";
import { boolean, defineLayer, positiveInteger, type Shape, type Tensor, type Variable } from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { cast, notEqual, take } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { LoraLayer, loraOptions } from "../_lora.ts";

/**
 * Puts a learned vector in the place of each whole number: `embeddings[x]`.
 *
 * - input: any shape; whole numbers in `[0, inputDim)`
 * - output: the shape of the input with an axis of `outputDim` at the end
 * - embeddings: `[inputDim, outputDim]`
 *
 * @see {@link https://keras.io/api/layers/core_layers/embedding/ | keras.layers.Embedding}; quantized forms are not there
 * @example
 * new Embedding({ inputDim: 1000, outputDim: 64 })(tensor([[4, 20], [7, 3]])).shape; // [2, 2, 64]
 */
export class Embedding extends /* @__PURE__ */ defineLayer(
  "keras.layers.Embedding",
  {
    /** How many different numbers there are: the largest, plus 1. */
    inputDim: positiveInteger(),
    /** Length of the vectors. */
    outputDim: positiveInteger(),
    /** Starting values of the vectors. */
    embeddingsInitializer: initializer("uniform"),
    /** Penalty of the vectors. */
    embeddingsRegularizer: regularizer(null),
    /** Penalty of the output. */
    activityRegularizer: regularizer(null),
    /** What the vectors are put through after each step of training. */
    embeddingsConstraint: constraint(null),
    /** Whether 0 stands for padding, which the layers that follow skip. */
    maskZero: boolean(false),
    ...loraOptions,
  },
  LoraLayer,
) {
  static override readonly constants = { quantization_config: null };

  embeddings!: Variable;
  protected override readonly supportsMasking: boolean = this.maskZero;

  override build(_inputShape: Shape): void {
    this.embeddings = this.addWeight({
      name: "embeddings",
      shape: [this.inputDim, this.outputDim],
      initializer: this.embeddingsInitializer,
      regularizer: this.embeddingsRegularizer,
      constraint: this.embeddingsConstraint,
    });
    if (this.loraRank) this.adapt(this.embeddings, this.loraRank, this.loraAlpha!);
  }

  override call(x: Tensor): Tensor {
    return take(this.adapted(this.embeddings), cast(x, "int32"), 0);
  }

  override computeMask(inputs: unknown): unknown {
    return this.maskZero ? notEqual(inputs as Tensor, 0) : null;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape, this.outputDim];
  }
  protected override mainWeight(): Variable {
    return this.embeddings;
  }
}
