import { constraint } from "@hornbeam/constraints";
import {
  boolean,
  defineLayer,
  isTensor,
  NDArray,
  nullable,
  OptionError,
  option,
  positiveInteger,
  refusal,
  type Shape,
  type Tensor,
  type TensorLike,
  toTensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { checkRange } from "@hornbeam/kernels";
import { cast, notEqual, take } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { LoraLayer, loraOptions } from "../_lora.ts";

/** The rows as they are given, or in a list as `setWeights` takes them. */
const rows = /* @__PURE__ */ option<NDArray, NDArray | readonly unknown[]>("an array of vectors", (given) => {
  const value = Array.isArray(given) && given.length === 1 && given[0] instanceof NDArray ? given[0] : given;
  return value instanceof NDArray || Array.isArray(value) ? NDArray.from(value as NDArray, "float32") : undefined;
});

/**
 * Puts a learned vector in the place of each whole number: `embeddings[x]`.
 *
 * - input: any shape; whole numbers in `[0, inputDim)`
 * - output: the shape of the input with an axis of `outputDim` at the end
 * - embeddings: `[inputDim, outputDim]`
 *
 * @throws {OptionError} for a number that is too large, before anything of the step is changed.
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
    /** Values of the vectors from the start, `[inputDim, outputDim]`; not a part of configs. */
    weights: /* @__PURE__ */ nullable(rows)(null, { unwritten: true }),
    ...loraOptions,
  },
  LoraLayer,
) {
  static override readonly constants = { quantization_config: null };

  embeddings!: Variable;
  protected override readonly supportsMasking: boolean = this.maskZero;

  override build(_inputShape: Shape): void {
    const given = this.initial("weights") as NDArray | null;
    if (given && (given.rank !== 2 || given.shape[0] !== this.inputDim || given.shape[1] !== this.outputDim)) {
      throw refusal(OptionError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: `\`weights\` must be of shape [${this.inputDim}, ${this.outputDim}]`,
        receivedAs: "shape",
        received: given.shape,
      });
    }
    this.embeddings = this.addWeight({
      name: "embeddings",
      shape: [this.inputDim, this.outputDim],
      initializer: given ? () => toTensor(given as TensorLike) : this.embeddingsInitializer,
      regularizer: this.embeddingsRegularizer,
      constraint: this.embeddingsConstraint,
    });
    if (this.loraRank) this.adapt(this.embeddings, this.loraRank, this.loraAlpha!);
  }

  override call(x: Tensor): Tensor {
    const ids = cast(x, "int32");
    if (isTensor(ids)) this.#check(ids);
    return take(this.adapted(this.embeddings), ids, 0);
  }

  override computeMask(inputs: unknown): unknown {
    return this.maskZero ? notEqual(inputs as Tensor, 0) : null;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape, this.outputDim];
  }
  /** In recorded steps too: one that meets such a number changes nothing. */
  #check(ids: Tensor): void {
    const { inputDim } = this;
    checkRange(ids, { least: -inputDim, length: 2 * inputDim }, (received) => {
      const expected = `its numbers must be in [0, ${inputDim}), as \`inputDim\` says`;
      return refusal(OptionError, {
        action: `call ${this[Symbol.toStringTag]}`,
        option: "inputDim",
        expected,
        received,
      });
    });
  }
  protected override mainWeight(): Variable {
    return this.embeddings;
  }
}
