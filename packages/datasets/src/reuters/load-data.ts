import { getFile } from "@hornbeam/utils";
import { checkTestSplit } from "../_check.ts";
import { checkOptions } from "../_options.ts";
import { RandomState } from "../_random-state.ts";
import { base, type FetchOptions, fetchOptions, type Source } from "../_source.ts";
import { readNpz } from "../npz/read-npz.ts";
import { arranged, limited, readSequenceOptions, sequenceOptions, textsIn } from "../sequences/_encode.ts";
import type { SequenceOptions, SequenceTrainTest } from "../sequences/sequences.ts";

export interface LoadDataOptions extends FetchOptions, SequenceOptions {
  /** Share of the newswires to test with, in [0, 1); 0.2 unless given. */
  readonly testSplit?: number | undefined;
}

/**
 * 11,228 newswires of Reuters on 46 topics, as lists of the numbers of their words: 1 is where a text begins, 2 a word
 * that is not kept, 4 the most frequent word. `getWordIndex` says which word is which, `getLabelNames` which topic.
 *
 * - xTrain, xTest: 8,982 and 2,246 lists of integers
 * - yTrain, yTest: `[8982]` and `[2246]`, int64, topics from 0 to 45
 *
 * @throws {OptionError} when an option is not acceptable.
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/reuters/ | keras.datasets.reuters}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await reuters.loadData({ numWords: 10_000 });
 * yTrain.shape; // [8982]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<SequenceTrainTest> {
  const fileHash = "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916";
  return reutersFrom({ origin: `${base}reuters.npz`, fileHash }, options);
}

/** Reuters out of the archive that a source names. */
export async function reutersFrom({ origin, fileHash }: Source, options: LoadDataOptions): Promise<SequenceTrainTest> {
  checkOptions("load Reuters", options, [...fetchOptions, ...sequenceOptions, "testSplit"]);
  const { path = "reuters.npz", testSplit = 0.2, signal, onProgress } = options;
  checkTestSplit("load Reuters", testSplit);
  const plan = readSequenceOptions("load Reuters", options);
  const file = await getFile({ fname: path, origin, fileHash, signal, onProgress });
  const arrays = await readNpz(await file.bytes(), { name: path, signal });
  const split = textsIn(arrays, ["x", "y"], `load Reuters from ${JSON.stringify(path)}`);
  const order = new RandomState(plan.seed).permutation(split[0].length);
  const [texts, y] = arranged(split, order, plan);
  const x = limited(texts, plan);
  const cut = Math.floor(x.length * (1 - testSplit));
  return [
    [x.slice(0, cut), y.slice(0, cut)],
    [x.slice(cut), y.slice(cut)],
  ];
}
