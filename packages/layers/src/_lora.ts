import {
  defineLayer,
  NDArray,
  nameScope,
  nullable,
  number,
  OptionError,
  positiveInteger,
  refusal,
  StateError,
  type Tensor,
  tidy,
  toNDArray,
  type Variable,
} from "@hornbeam/core";
import { HeUniform, Zeros } from "@hornbeam/initializers";
import { add, matmul, multiply } from "@hornbeam/ops";

export const loraOptions = {
  /** Rank of a low-rank adaptation: the main weight is frozen, and the product of two small ones is trained. */
  loraRank: /* @__PURE__ */ nullable(positiveInteger)(null, { writtenIfSet: true }),
  /** Factor of the adaptation, divided by its rank; the rank itself where null. */
  loraAlpha: /* @__PURE__ */ nullable(number)(null, { writtenIfSet: true }),
};

/** Parent of layers whose main weight can be trained through a low-rank addition (Hu et al., 2021). */
export abstract class LoraLayer extends /* @__PURE__ */ defineLayer("LoraLayer", loraOptions) {
  #lora: { readonly rank: number; readonly alpha: number; readonly a: Variable; readonly b: Variable } | undefined;

  override get loraRank(): number | null {
    return this.#lora?.rank ?? (this.initial("loraRank") as number | null);
  }
  override get loraAlpha(): number | null {
    return this.#lora?.alpha ?? (this.initial("loraAlpha") as number | null) ?? this.loraRank;
  }

  /**
   * Freezes the main weight `w`, and trains `a` and `b` of `w + alpha / rank · a · b` in its place.
   *
   * @throws {StateError} before the layer is built, or when it is adapted already.
   * @see {@link https://arxiv.org/abs/2106.09685 | Hu et al., 2021}
   */
  enableLora(rank: number, { alpha = rank }: { readonly alpha?: number } = {}): void {
    const weight = this.built ? this.mainWeight() : undefined;
    const action = `enable LoRA on ${this[Symbol.toStringTag]}`;
    if (!weight) throw refusal(StateError, { action, expected: "the layer must be built" });
    nameScope(this.name, () => this.adapt(weight, rank, alpha));
  }

  /** A file holds the adapted weight in place of its parts, as Keras has it. */
  storedVariables(): readonly Variable[] {
    const { a, b } = this.#lora ?? {};
    return this.ownVariables.filter((variable) => variable !== a && variable !== b);
  }
  /** What a file holds of the main weight. */
  storedValue(variable: Variable): NDArray | undefined {
    if (!this.#lora || variable !== this.mainWeight()) return undefined;
    return tidy(() => toNDArray(this.adapted(variable) as Tensor, variable.dtype));
  }
  /** What was loaded has the addition in it: a new one begins. */
  storedLoaded(): void {
    if (!this.#lora) return;
    for (const small of [this.#lora.a, this.#lora.b]) small.assign(NDArray.zeros(small.shape, small.dtype));
  }

  /** The weight that may be adapted. */
  protected abstract mainWeight(): Variable;

  /** Adds the small weights; for `build`, where `loraRank` asks for them. */
  protected adapt(weight: Variable, rank: number, alpha: number): void {
    const action = `enable LoRA on ${this[Symbol.toStringTag]}`;
    if (this.#lora) throw refusal(StateError, { action, expected: "it must not be enabled already" });
    if (weight.constraint) {
      const expected = "the main weight must have no constraint";
      throw refusal(OptionError, { action, expected, received: weight.constraint });
    }
    const small = { dtype: "float32", regularizer: weight.regularizer } as const;
    const a = this.addWeight({
      ...small,
      name: `lora_${weight.name}_a`,
      shape: [...weight.shape.slice(0, -1), rank],
      initializer: new HeUniform(),
    });
    const b = this.addWeight({
      ...small,
      name: `lora_${weight.name}_b`,
      shape: [rank, weight.shape.at(-1)!],
      initializer: new Zeros(),
    });
    weight.trainable = false;
    this.#lora = { rank, alpha, a, b };
  }

  /** The main weight as `call` is to use it. */
  protected adapted(weight: Variable): Variable | Tensor {
    if (!this.#lora) return weight;
    const { a, b, rank, alpha } = this.#lora;
    return add(weight, multiply(matmul(a, b), alpha / rank));
  }
}
