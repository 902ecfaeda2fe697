import {
  type CallOptions,
  defineLayer,
  KerasTensor,
  OptionError,
  oneOf,
  option,
  positiveInteger,
  refusal,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
  type TensorLike,
  tidy,
  toTensor,
} from "@hornbeam/core";
import { encode, encodedShape, sparse } from "./_encode.ts";

const mode = /* @__PURE__ */ option<"multi_hot" | "one_hot" | "count", "multi_hot" | "one_hot" | "count" | "binary">(
  'one of "multi_hot", "one_hot", "count"',
  (given) => oneOf("multi_hot", "one_hot", "count")().read(given === "binary" ? "multi_hot" : given),
);

/**
 * Turns categories, integers in `[0, numTokens)`, into vectors: one for each (`"one_hot"`), or one for each row with
 * ones (`"multi_hot"`) or counts (`"count"`). Other integers leave no trace.
 *
 * - input: int32 `[..., n]`
 * - output: float32 `[..., numTokens]`; for `"one_hot"` with `n` above 1, `[..., n, numTokens]`
 *
 * With `"count"`, `layer(x, { countWeights })` counts each element as much as its weight.
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/ | keras.layers.CategoryEncoding}
 * @example
 * new CategoryEncoding({ numTokens: 4 })(tensor([[0, 1], [3, 3]])); // [[1, 1, 0, 0], [0, 0, 0, 1]]
 */
export class CategoryEncoding extends /* @__PURE__ */ defineLayer("keras.layers.CategoryEncoding", {
  /** Number of categories. */
  numTokens: /* @__PURE__ */ positiveInteger(),
  /** How categories are given. */
  outputMode: /* @__PURE__ */ mode("multi_hot"),
  /** Only false. */
  sparse: /* @__PURE__ */ sparse(false, { unwritten: true }),
}) {
  override call(x: Tensor, options: CallOptions): Tensor {
    const given = options["countWeights"] as TensorLike | null | undefined;
    const encoding = { mode: this.outputMode, depth: this.numTokens, dtype: this.computeDType };
    const shape = x.shape.length === 0 ? [1] : x.shape;
    return tidy(() =>
      encode([x, ...this.#weights(given, x.shape)], shape, encoding, (values, weights) => ({
        indices: Int32Array.from(values as ArrayLike<number>),
        weights: weights as ArrayLike<number> | undefined,
      })),
    );
  }
  #weights(given: TensorLike | null | undefined, shape: readonly number[]): readonly Tensor[] {
    if (given === null || given === undefined) return [];
    const action = `call ${this[Symbol.toStringTag]}`;
    if (this.outputMode !== "count") {
      const expected = '`countWeights` must not be given where `outputMode` is not "count"';
      throw refusal(OptionError, { action, option: "countWeights", expected, received: this.outputMode });
    }
    const weights = toTensor(given, { dtype: "float32", action });
    if (sameShape(weights.shape, shape)) return [weights];
    const expected = `\`countWeights\` must have the shape of the input, [${shape.join(", ")}]`;
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: weights.shape });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return encodedShape(inputShape, this.outputMode, this.numTokens);
  }
  override computeOutputSpec({ shape }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), this.computeDType, "");
  }
}
