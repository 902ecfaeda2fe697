import {
  type CallOptions,
  defineLayer,
  fraction,
  getMask,
  KerasTensor,
  Layer,
  nonNegativeInteger,
  nullable,
  refusal,
  SeedGenerator,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { expandDims, logicalNot, matmul, softmax, subtract, where } from "@hornbeam/ops";
import { dropout } from "@hornbeam/random";
import { allOf, causalMask } from "./_masks.ts";
import type { AttentionCallOptions } from "./_projected-attention.ts";

type WithScores = Omit<AttentionCallOptions, "attentionMask"> & { readonly returnAttentionScores: true };

abstract class OnLists extends Layer<readonly Tensor[], Tensor> {}
export interface BaseAttention {
  (inputs: readonly Tensor[], options: WithScores): readonly [output: Tensor, scores: Tensor];
  (inputs: readonly KerasTensor[], options: WithScores): readonly [output: KerasTensor, scores: KerasTensor];
}
/** Parent of the layers that attend without projections: they differ in how a query and a key make a score. */
export abstract class BaseAttention extends /* @__PURE__ */ defineLayer(
  "BaseAttention",
  {
    /** Share of the scores that is dropped while training. */
    dropout: fraction(0),
    /** Makes the choice of what is dropped reproducible. */
    seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
  },
  OnLists,
) {
  readonly seedGenerator: SeedGenerator | null = this.dropout > 0 ? new SeedGenerator({ seed: this.seed }) : null;
  protected override readonly supportsMasking = true;

  protected abstract makeWeights(queryShape: Shape): void;
  /** `[batch, targets, sources]`. */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;
  /** Scores, probabilities and their product with the values at once, where there is a way. */
  protected whole(
    _query: Tensor,
    _key: Tensor,
    _value: Tensor,
    _valueMask: Tensor | null,
    _isCausal: boolean,
  ): Tensor | null {
    return null;
  }

  override build(inputShapes: readonly Shape[]): void {
    this.#checkList("inputs", inputShapes);
    this.makeWeights(inputShapes[0]!);
  }

  override call(inputs: readonly Tensor[], options: AttentionCallOptions): Tensor {
    this.#checkList("inputs", inputs);
    // those of the tensors do not stand in a graph's config, as in Keras
    const masks = (options.mask ?? inputs.map((input) => getMask(input))) as readonly (Tensor | null | undefined)[];
    this.#checkList("mask", masks);
    const [query, value, key = value] = inputs as [Tensor, Tensor, Tensor?];
    const [queryMask, valueMask] = masks;
    const isCausal = options.useCausalMask === true;
    const drops = options.training && this.seedGenerator;
    const whole =
      drops || options.returnAttentionScores ? null : this.whole(query, key, value, valueMask ?? null, isCausal);
    if (whole) return queryMask ? where(expandDims(queryMask, -1), whole, 0) : whole;
    const logits = this.#masked(this.scores(query, key), valueMask ?? null, isCausal);
    const scores = softmax(logits, -1);
    const kept = drops ? dropout(scores, this.dropout, { seed: drops }) : scores;
    const output = matmul(kept, value);
    const result = queryMask ? where(expandDims(queryMask, -1), output, 0) : output;
    return options.returnAttentionScores ? ([result, scores] as never) : result; // the calls are typed above
  }

  override computeOutputShape([query, value]: readonly Shape[]): Shape {
    return [...query!.slice(0, -1), value!.at(-1)!];
  }
  override computeOutputSpec(inputs: readonly KerasTensor[], options: CallOptions): KerasTensor {
    this.#checkList("inputs", inputs);
    const output = super.computeOutputSpec(inputs, options);
    if (!options["returnAttentionScores"]) return output;
    const [query, value, key = value] = inputs.map(({ shape }) => shape);
    const shape = [...query!.slice(0, -1), key!.at(-2)!];
    return [output, new KerasTensor(shape, this.computeDType, "")] as never;
  }
  override computeMask(_inputs: unknown, previousMask: unknown): unknown {
    return (previousMask as readonly unknown[] | null)?.[0] ?? null;
  }

  #masked(scores: Tensor, valueMask: Tensor | null, isCausal: boolean): Tensor {
    const [targets, sources] = scores.shape.slice(-2) as [number, number];
    const seen = allOf([valueMask && expandDims(valueMask, -2), isCausal ? causalMask(targets, sources) : null]);
    return seen ? where(logicalNot(seen), subtract(scores, 1e9), scores) : scores;
  }
  #checkList(what: "inputs" | "mask", given: unknown): void {
    if (Array.isArray(given) && (given.length === 2 || given.length === 3)) return;
    const form = what === "mask" ? "[query_mask, value_mask]" : "[query, value] or [query, value, key]";
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: `the ${what} must be a list of length 2 or 3, namely ${form}`,
      received: Array.isArray(given) ? given.length : given,
    });
  }
}
