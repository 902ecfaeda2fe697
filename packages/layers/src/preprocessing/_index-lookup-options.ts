import { boolean, nonNegativeInteger, nullable, oneOf, option } from "@hornbeam/core";
import { salt } from "./_buckets.ts";
import { outputMode, sparse } from "./_encode.ts";
import { listOf, type TokenList } from "./_vocabulary.ts";

const aboveOne = /* @__PURE__ */ option<number>("an integer greater than 1", (given) =>
  Number.isSafeInteger(given) && (given as number) > 1 ? (given as number) : undefined,
);
const numbers = /* @__PURE__ */ option<readonly number[], TokenList<number>>("a list of numbers", (given) => {
  const list = listOf(given);
  return list?.every((one) => typeof one === "number" && !Number.isNaN(one)) ? (list as number[]) : undefined;
});

/** Options of the layers that turn tokens into indices, or indices into tokens. */
export const indexLookupOptions = {
  /** Largest size of the vocabulary, special tokens included; null: any. */
  maxTokens: /* @__PURE__ */ nullable(aboveOne)(null),
  /** Number of indices for tokens that are not in the vocabulary; 0: such tokens are errors. */
  numOovIndices: /* @__PURE__ */ nonNegativeInteger(1),
  /** Weight of each token in mode `"tf_idf"`. */
  idfWeights: /* @__PURE__ */ nullable(numbers)(null),
  /** Whether indices are turned into tokens. */
  invert: /* @__PURE__ */ boolean(false),
  /** What comes out: indices, or one vector a token or a row. */
  outputMode: /* @__PURE__ */ outputMode("int"),
  /** Whether vectors have `maxTokens` elements, however small the vocabulary. */
  padToMaxTokens: /* @__PURE__ */ boolean(false),
  /** Only false. */
  sparse: /* @__PURE__ */ sparse(false),
  /** How integers that are not in the vocabulary get one of several indices; strings are always hashed. */
  oovMethod: /* @__PURE__ */ oneOf("floormod", "farmhash")("floormod"),
  /** Key of the hash of tokens that are not in the vocabulary. */
  salt: /* @__PURE__ */ salt(null),
  /** Size of a vocabulary that is yet to come: what saved configs hold. */
  knownSize: /* @__PURE__ */ nullable(nonNegativeInteger)(null, { key: "vocabulary_size" }),
};
