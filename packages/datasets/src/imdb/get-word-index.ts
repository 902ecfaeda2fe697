import { base, type FetchOptions } from "../_source.ts";
import { wordIndexFrom } from "../sequences/_word-index.ts";

/**
 * The number of each word of the IMDB reviews, 1 for the most frequent; `loadData` adds 3 to them unless told otherwise.
 *
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/imdb/#get_word_index-function | keras.datasets.imdb.get_word_index}
 * @example
 * const index = await imdb.getWordIndex();
 * index.get("the"); // 1
 */
export async function getWordIndex(options: FetchOptions = {}): Promise<Map<string, number>> {
  const fileHash = "bfafd718b763782e994055a2d397834f";
  return wordIndexFrom({ origin: `${base}imdb_word_index.json`, fileHash }, options);
}
