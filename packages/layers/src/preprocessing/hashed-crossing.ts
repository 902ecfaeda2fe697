import {
  type CallOptions,
  type Config,
  DTypeError,
  defineLayer,
  dtypePolicy,
  KerasTensor,
  Layer,
  nullable,
  oneOf,
  positiveInteger,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { encode, encodedShape, sparse } from "./_encode.ts";
import { fingerprint64, joinFingerprints } from "./_fingerprint.ts";
import { hashPolicy } from "./hashing.ts";

const policy = /* @__PURE__ */ nullable(dtypePolicy);
/** What TensorFlow starts the hash of a crossing with. */
const hashKey = 0xdecafcaffen;

/** A layer of several tensors, for a table of options to extend. */
abstract class OfSeveral extends Layer<readonly Tensor[], Tensor> {}

/**
 * Crosses features: the hash of a pair (or more) of strings or integers, as a bin. The bins are those of Keras on
 * TensorFlow.
 *
 * - input: a list of at least 2 tensors of strings or integers, all `[batch]` or all `[batch, 1]`
 * - output: int32 of that shape; with `outputMode: "one_hot"`, `[batch, numBins]`
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing/ | keras.layers.HashedCrossing}
 * @example
 * const crossing = new HashedCrossing({ numBins: 5 });
 * crossing([NDArray.from(["A", "B"]), NDArray.from([101, 101], "int32")]); // [1, 4]
 */
export class HashedCrossing extends /* @__PURE__ */ defineLayer(
  "keras.layers.HashedCrossing",
  {
    /** Number of bins. */
    numBins: /* @__PURE__ */ positiveInteger(),
    /** What comes out: bins, or one vector a crossing. */
    outputMode: /* @__PURE__ */ oneOf("int", "one_hot")("int"),
    /** Only false. */
    sparse: /* @__PURE__ */ sparse(false),
    /** Of the output: `"int64"` unless given, `"float32"` for vectors. */
    dtype: /* @__PURE__ */ policy(null),
  },
  OfSeveral,
) {
  protected override initial(name: string): unknown {
    return super.initial(name) ?? (name === "dtype" ? hashPolicy(super.initial("outputMode")) : null);
  }

  override build(inputShapes: readonly Shape[]): void {
    this.computeOutputShape(inputShapes);
  }

  override call(inputs: readonly Tensor[], _options: CallOptions): Tensor {
    for (const dtype of inputs.map((input): string => input.dtype)) {
      if (dtype === "string" || dtype === "int32") continue;
      const expected = "all inputs must hold strings or integers";
      throw refusal(DTypeError, { action: this.#action, expected, receivedAs: "dtype", received: dtype });
    }
    const shape = this.#checked(inputs.map((input) => input.shape)) as number[];
    const encoding = { mode: this.outputMode, depth: this.numBins, dtype: this.computeDType };
    return encode(inputs, shape, encoding, (...features) => ({
      indices: Array.from(features[0]!, (_, i) => this.#binOf(features, i)),
    }));
  }
  #binOf(features: readonly ArrayLike<unknown>[], i: number): number {
    const hash = features.reduce((joined, values) => joinFingerprints(joined, partOf(values[i])), hashKey);
    return Number(hash % BigInt(this.numBins));
  }

  override computeOutputShape(inputShapes: readonly Shape[]): Shape {
    return encodedShape(this.#checked(inputShapes), this.outputMode, this.numBins);
  }
  override computeOutputSpec(inputs: readonly KerasTensor[]): KerasTensor {
    return new KerasTensor(this.computeOutputShape(inputs.map(({ shape }) => shape)), this.computeDType, "");
  }

  get #action(): string {
    return `call ${this[Symbol.toStringTag]}`;
  }
  /** The one shape that all inputs have. */
  #checked(shapes: readonly Shape[]): Shape {
    const refuse = (expected: string): ShapeError =>
      refusal(ShapeError, { action: this.#action, expected, receivedAs: "shapes", received: shapes });
    if (!Array.isArray(shapes) || shapes.length < 2 || !shapes.every(Array.isArray)) {
      throw refuse("the input must be a list of at least 2 tensors");
    }
    const [first = [], ...others] = shapes;
    if (first.length > 2 || (first.length === 2 && first[1] !== 1)) {
      throw refuse("all inputs must have shape [], [batch] or [batch, 1]");
    }
    const same = (other: Shape) => other.length === first.length && other.every((size, axis) => size === first[axis]);
    if (!others.every(same)) throw refuse("all inputs must have equal shapes");
    return first;
  }

  override getConfig(): Config {
    const { trainable: _, ...config } = super.getConfig();
    return { ...config, dtype: this.dtype };
  }
}

/** What an element adds to the hash: an integer itself, of a string its fingerprint. */
function partOf(value: unknown): bigint {
  if (typeof value === "string") return fingerprint64(new TextEncoder().encode(value));
  return BigInt.asUintN(64, BigInt(value as number));
}
