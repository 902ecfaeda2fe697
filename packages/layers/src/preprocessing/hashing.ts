import {
  type CallOptions,
  type Config,
  type DTypePolicy,
  defineLayer,
  dtypePolicy,
  KerasTensor,
  nullable,
  OptionError,
  option,
  positiveInteger,
  refusal,
  type Shape,
  type Tensor,
} from "@hornbeam/core";
import { bucketOf, salt } from "./_buckets.ts";
import { encode, encodedShape, hashMode, sparse } from "./_encode.ts";
import type { Token } from "./_vocabulary.ts";

const token = /* @__PURE__ */ option<Token>("a string or an integer", (given) =>
  typeof given === "string" || Number.isSafeInteger(given) ? (given as Token) : undefined,
);
const policy = /* @__PURE__ */ nullable(dtypePolicy);

/**
 * Puts strings and integers into a fixed number of bins by their hash: FarmHash, or SipHash with a `salt`. The bins
 * are those of Keras on TensorFlow.
 *
 * - input: strings or integers of any shape; floats count as the integers before their point
 * - output: int32 of the shape of the input; with another `outputMode` one vector for each element or each row
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/categorical/hashing/ | keras.layers.Hashing}
 * @example
 * new Hashing({ numBins: 10 })(NDArray.from(["cat", "dog"])); // [6, 2]
 */
export class Hashing extends /* @__PURE__ */ defineLayer("keras.layers.Hashing", {
  /** Number of bins, that of the masked value included. */
  numBins: /* @__PURE__ */ positiveInteger(),
  /** The value that goes into bin 0, where no other goes then. */
  maskValue: /* @__PURE__ */ nullable(token)(null),
  /** Key of the hash: two integers, or one for both. */
  salt: /* @__PURE__ */ salt(null),
  /** What comes out: bins, or one vector an element or a row. */
  outputMode: /* @__PURE__ */ hashMode("int"),
  /** Only false. */
  sparse: /* @__PURE__ */ sparse(false),
  /** Of the output: `"int64"` unless given, `"float32"` for vectors. */
  dtype: /* @__PURE__ */ policy(null),
}) {
  protected override initial(name: string): unknown {
    return super.initial(name) ?? (name === "dtype" ? hashPolicy(super.initial("outputMode")) : null);
  }

  protected override validate(): void {
    const { name } = this.initial("dtype") as DTypePolicy;
    if (this.outputMode !== "int" || name === "int32" || name === "int64") return;
    const expected = '`dtype` must be "int32" or "int64" where `outputMode` is "int"';
    throw refusal(OptionError, { action: "create Hashing", option: "dtype", expected, received: name });
  }

  #binOf(value: Token): number {
    const { numBins, maskValue } = this;
    if (maskValue === null || numBins === 1) return bucketOf(value, numBins, this.salt);
    return value === maskValue ? 0 : bucketOf(value, numBins - 1, this.salt) + 1;
  }

  override call(x: Tensor, _options: CallOptions): Tensor {
    const whole = (one: unknown): Token => (typeof one === "string" ? one : Math.trunc(Number(one)));
    const encoding = { mode: this.outputMode, depth: this.numBins, dtype: this.computeDType };
    return encode([x], x.shape, encoding, (values) => ({
      indices: Array.from(values, (one) => this.#binOf(whole(one))),
    }));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return encodedShape(inputShape, this.outputMode, this.numBins);
  }
  override computeOutputSpec({ shape }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), this.computeDType, "");
  }
  override getConfig(): Config {
    return { ...super.getConfig(), salt: this.salt === null ? null : [...this.salt] };
  }
}

/** The dtype of hashes unless given: integers for bins, floats for vectors. */
export function hashPolicy(mode: unknown): DTypePolicy {
  return dtypePolicy().read(mode === "int" ? "int64" : "float32") as DTypePolicy;
}
