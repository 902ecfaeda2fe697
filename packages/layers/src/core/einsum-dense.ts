import { activation } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import {
  defineLayer,
  type InputSpec,
  nullableText,
  OptionError,
  option,
  refusal,
  type Shape,
  type Tensor,
  text,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { add, einsum } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { isFloatTensor } from "../_fused.ts";
import { forAxes } from "../_initializers.ts";
import { LoraLayer, loraOptions } from "../_lora.ts";
import { einsumProduct, multiplyAndAdd } from "./_einsum-product.ts";
import { checkEquation, type EinsumShapes, type Equation, einsumShapes, parseEquation } from "./_einsum-shapes.ts";

const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
const sizes = /* @__PURE__ */ option<Shape, number | Shape>(
  "a positive integer or a list of positive integers and nulls",
  (x) => (Array.isArray(x) && x.every(isSize) ? [...x] : isSize(x) && x !== null ? [x as number] : undefined),
);

const onlyNull = /* @__PURE__ */ option<null, number | null>("null: there are no quantized forms", (given) =>
  given === null ? null : undefined,
);

/**
 * Densely connected layer whose product is an einsum: `activation(einsum(equation, x, kernel) + bias)`.
 *
 * - input: `[batch, ...]`, with the axes of the equation's first part
 * - output: the batch size, then `outputShape`
 * - kernel: the axes of the equation's second part; bias: those of `biasAxes`
 *
 * @throws {OptionError} when the equation is none of `"ab,bc->ac"`, `"...ab,bc->...ac"` and `"ab...,bc->ac..."`.
 * @throws {ShapeError} when a size of the kernel is unknown, or an axis has two sizes.
 * @see {@link https://keras.io/api/layers/core_layers/einsum_dense/ | keras.layers.EinsumDense}; quantized forms are not there
 * @example
 * new EinsumDense({ equation: "abc,cd->abd", outputShape: [null, 6] })(ones([2, 3, 4])).shape; // [2, 3, 6]
 */
export class EinsumDense extends /* @__PURE__ */ defineLayer(
  "keras.layers.EinsumDense",
  {
    /** The output's shape without the batch; null for sizes that are those of the input. */
    outputShape: sizes(),
    /** Axes of the input and of the kernel, and of the output. */
    equation: text(),
    /** What the sum goes through: a name, or a function. */
    activation: activation(null),
    /** The output's axes that a bias is added along; null for no bias. */
    biasAxes: nullableText(null),
    /** Starting values of the kernel. */
    kernelInitializer: initializer("glorot_uniform"),
    /** Starting values of the bias. */
    biasInitializer: initializer("zeros"),
    /** Penalty of the kernel. */
    kernelRegularizer: regularizer(null),
    /** Penalty of the bias. */
    biasRegularizer: regularizer(null),
    /** Penalty of the output. */
    activityRegularizer: regularizer(null),
    /** What the kernel is put through after each step of training. */
    kernelConstraint: constraint(null),
    /** What the bias is put through after each step of training. */
    biasConstraint: constraint(null),
    /** Must be null: there are no quantized forms. */
    gptqUnpackedColumnSize: /* @__PURE__ */ onlyNull(null, { unwritten: true }),
    ...loraOptions,
  },
  LoraLayer,
) {
  static override readonly constants = { quantization_config: null };

  kernel!: Variable;
  bias: Variable | null = null;

  protected override validate(): void {
    const parsed = parseEquation(this.equation);
    if (parsed) {
      checkEquation(parsed, this.equation, this.biasAxes);
      return;
    }
    const expected = "`equation` must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]...";
    throw refusal(OptionError, { action: "create EinsumDense", option: "equation", expected, received: this.equation });
  }

  override build(inputShape: Shape): void {
    const shapes = this.#shapes(inputShape);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: shapes.kernel,
      initializer: forAxes(this.kernelInitializer, shapes.inputAxes, shapes.outputAxes),
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    if (shapes.bias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: shapes.bias,
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    this.inputSpec = { rank: inputShape.length } satisfies InputSpec;
    if (this.loraRank) this.adapt(this.kernel, this.loraRank, this.loraAlpha!);
  }

  override call(x: Tensor): Tensor {
    const kernel = this.adapted(this.kernel);
    const plain = isFloatTensor(x) ? einsumProduct(this.equation, this.biasAxes) : null;
    if (plain) return this.activation(multiplyAndAdd(plain, x, kernel, this.bias));
    const product = einsum(this.equation, x, kernel);
    return this.activation(this.bias ? add(product, this.bias) : product);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return this.#shapes(inputShape).output;
  }

  protected override mainWeight(): Variable {
    return this.kernel;
  }

  #shapes(inputShape: Shape): EinsumShapes {
    const { outputShape, biasAxes } = this;
    const equation = parseEquation(this.equation) as Equation; // `validate` has seen to it
    return einsumShapes(this[Symbol.toStringTag], equation, { inputShape, outputShape, biasAxes });
  }
}
