import { base, type FetchOptions } from "../_source.ts";
import { wordIndexFrom } from "../sequences/_word-index.ts";

/**
 * The number of each word of the Reuters newswires, 1 for the most frequent; `loadData` adds 3 to them unless told
 * otherwise.
 *
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/reuters/#get_word_index-function | keras.datasets.reuters.get_word_index}
 * @example
 * const index = await reuters.getWordIndex();
 * index.get("the"); // 1
 */
export async function getWordIndex(options: FetchOptions = {}): Promise<Map<string, number>> {
  const fileHash = "4d44cc38712099c9e383dc6e5f11a921";
  return wordIndexFrom({ origin: `${base}reuters_word_index.json`, fileHash }, options);
}
