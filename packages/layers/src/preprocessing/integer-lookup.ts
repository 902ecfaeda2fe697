import { defineLayer, integer, nullable, OptionError, oneOf, refusal } from "@hornbeam/core";
import { IndexLookup } from "./_index-lookup.ts";
import { isWhole, tokensOption } from "./_vocabulary.ts";

/**
 * Turns integers into indices of a vocabulary, or indices into integers.
 *
 * Index 0 stands for integers that are not in the vocabulary; with a `maskToken` that is index 0, and unknown ones are
 * index 1. With several `numOovIndices`, an unknown integer gets index `x mod numOovIndices`, or a hash of it.
 *
 * - input: integers of any shape
 * - output: int32 of the shape of the input; with another `outputMode` one vector for each integer or each row
 *
 * @throws {OptionError} when the vocabulary is the path of a file: none is ever read.
 * @see {@link https://keras.io/api/layers/preprocessing_layers/categorical/integer_lookup/ | keras.layers.IntegerLookup}
 * @example
 * new IntegerLookup({ vocabulary: [12, 36, 1138] })(tensor([12, 1138, 42])); // [1, 3, 0]
 */
export class IntegerLookup extends /* @__PURE__ */ defineLayer(
  "keras.layers.IntegerLookup",
  {
    /** The integers, with or without special ones in front. */
    vocabulary: /* @__PURE__ */ nullable(tokensOption(isWhole, "integers"))(null),
    /** The integer that stands for nothing, at index 0. */
    maskToken: /* @__PURE__ */ nullable(integer)(null),
    /** What unknown indices become. */
    oovToken: /* @__PURE__ */ nullable(integer)(-1),
    /** Only `"int64"`. */
    vocabularyDtype: /* @__PURE__ */ oneOf("int64")("int64"),
  },
  IndexLookup<number>,
) {
  protected override get textual(): boolean {
    return false;
  }

  protected override validate(): void {
    super.validate();
    if (this.salt === null || this.oovMethod === "farmhash") return;
    const expected = '`salt` must be null where `oovMethod` is not "farmhash"';
    throw refusal(OptionError, { action: "create IntegerLookup", option: "salt", expected, received: this.salt });
  }
}
