import { getFile } from "@hornbeam/utils";
import { checkOptions } from "../_options.ts";
import { RandomState } from "../_random-state.ts";
import { base, type FetchOptions, fetchOptions, type Source } from "../_source.ts";
import { readNpz } from "../npz/read-npz.ts";
import { arranged, limited, readSequenceOptions, refuseEmpty, sequenceOptions, textsIn } from "../sequences/_encode.ts";
import type { SequenceOptions, SequenceTrainTest } from "../sequences/sequences.ts";

export interface LoadDataOptions extends FetchOptions, SequenceOptions {}

/**
 * 50,000 film reviews of IMDB, half of them to train on, as lists of the numbers of their words: 1 is where a review
 * begins, 2 a word that is not kept, 4 the most frequent word. `getWordIndex` says which word is which.
 *
 * - xTrain, xTest: 25,000 lists of integers each
 * - yTrain, yTest: `[25000]`, int64, 1 for praise and 0 for blame
 *
 * @throws {OptionError} when an option is not acceptable, or leaves no review.
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/imdb/ | keras.datasets.imdb}
 * @see {@link https://aclanthology.org/P11-1015/ | Maas et al., 2011}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await imdb.loadData({ numWords: 10_000 });
 * padSequences(xTrain, { maxlen: 200 }).shape; // [25000, 200]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<SequenceTrainTest> {
  const fileHash = "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f";
  return imdbFrom({ origin: `${base}imdb.npz`, fileHash }, options);
}

/** IMDB out of the archive that a source names. */
export async function imdbFrom({ origin, fileHash }: Source, options: LoadDataOptions): Promise<SequenceTrainTest> {
  checkOptions("load IMDB", options, [...fetchOptions, ...sequenceOptions]);
  const { path = "imdb.npz", signal, onProgress } = options;
  const plan = readSequenceOptions("load IMDB", options);
  const action = `load IMDB from ${JSON.stringify(path)}`;
  const file = await getFile({ fname: path, origin, fileHash, signal, onProgress });
  const arrays = await readNpz(await file.bytes(), { name: path, signal });
  const random = new RandomState(plan.seed);
  const part = (half: string) => {
    const split = textsIn(arrays, [`x_${half}`, `y_${half}`], action);
    return arranged(split, random.permutation(split[0].length), plan);
  };
  const [[xTrain, yTrain], [xTest, yTest]] = [part("train"), part("test")];
  if (plan.maxlen !== null && (xTrain.length === 0 || xTest.length === 0)) refuseEmpty("load IMDB", plan);
  const x = limited([...xTrain, ...xTest], plan);
  return [
    [x.slice(0, xTrain.length), yTrain],
    [x.slice(xTrain.length), yTest],
  ];
}
