import { defineLayer, nullable, nullableText, text } from "@hornbeam/core";
import { IndexLookup } from "./_index-lookup.ts";
import { isText, tokensOption } from "./_vocabulary.ts";

/**
 * Turns strings into indices of a vocabulary, or indices into strings.
 *
 * Index 0 stands for strings that are not in the vocabulary; with a `maskToken` that is index 0, and unknown ones are
 * index 1. With several `numOovIndices`, unknown strings are hashed by FarmHash, as TensorFlow hashes them. A
 * vocabulary that was learned by `adapt` goes into a file of the saved model.
 *
 * - input: strings of any shape (`invert`: integers)
 * - output: int32 of the shape of the input; with another `outputMode` one vector for each string or each row
 *
 * @throws {OptionError} when the vocabulary is the path of a file: none is ever read.
 * @see {@link https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/ | keras.layers.StringLookup}
 * @example
 * const lookup = new StringLookup({ vocabulary: ["ant", "bee", "cow"] });
 * lookup(NDArray.from(["bee", "cow", "yak"])); // [2, 3, 0]
 */
export class StringLookup extends /* @__PURE__ */ defineLayer(
  "keras.layers.StringLookup",
  {
    /** The strings, with or without special ones in front. */
    vocabulary: /* @__PURE__ */ nullable(tokensOption(isText, "strings"))(null),
    /** The string that stands for nothing, at index 0. */
    maskToken: /* @__PURE__ */ nullableText(null),
    /** What unknown indices become. */
    oovToken: /* @__PURE__ */ nullableText("[UNK]"),
    /** How strings are encoded in files. */
    encoding: /* @__PURE__ */ text("utf-8"),
  },
  IndexLookup<string>,
) {
  protected override get textual(): boolean {
    return true;
  }
}
