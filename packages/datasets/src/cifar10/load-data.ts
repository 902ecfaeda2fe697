import { NDArray } from "@hornbeam/core";
import { checkOptions } from "../_options.ts";
import type { Source } from "../_source.ts";
import { type Batch, batchesFrom, type LoadOptions } from "../cifar/_from-tar.ts";
import type { Split, TrainTest } from "../train-test.ts";

export type LoadDataOptions = LoadOptions;

/**
 * CIFAR-10, colour pictures of ten kinds of things: 50,000 to train on and 10,000 to test with.
 *
 * The kinds are airplane, automobile, bird, cat, deer, dog, frog, horse, ship and truck. The archive of 170 MB is
 * fetched once, and read each time.
 *
 * - xTrain, xTest: `[50000, 32, 32, 3]` and `[10000, 32, 32, 3]`, uint8
 * - yTrain, yTest: `[50000, 1]` and `[10000, 1]`, uint8, the kinds
 *
 * @throws {ConfigError} when the archive cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/cifar10/ | keras.datasets.cifar10}; differs from it in that the archive is
 *   kept, and not what is in it
 * @see {@link https://www.cs.toronto.edu/~kriz/cifar.html | Krizhevsky, 2009}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await cifar10.loadData();
 * xTrain.shape; // [50000, 32, 32, 3]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  const fileHash = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce";
  return cifar10From({ origin: "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", fileHash }, options);
}

/** CIFAR-10 out of the archive that a source names. */
export async function cifar10From(source: Source, options: LoadDataOptions): Promise<TrainTest> {
  const action = "load CIFAR-10";
  checkOptions(action, options, ["signal", "onProgress"]);
  const folder = "cifar-10-batches-py";
  const batches = await batchesFrom(source, {
    ...options,
    action,
    fname: "cifar-10-python.tar.gz",
    batches: [1, 2, 3, 4, 5].map((i) => `${folder}/data_batch_${i}`).concat(`${folder}/test_batch`),
    labelKey: "labels",
  });
  return [joined(batches.slice(0, -1)), joined(batches.slice(-1))];
}

function joined(batches: readonly Batch[]): Split {
  const rows = batches.reduce((sum, { x }) => sum + x.shape[0]!, 0);
  const x = NDArray.zeros([rows, ...batches[0]!.x.shape.slice(1)], "uint8");
  let at = 0;
  for (const batch of batches) {
    (x.data as Uint8Array).set(batch.x.data as Uint8Array, at);
    at += batch.x.size;
  }
  const labels = batches.flatMap((batch) => batch.labels);
  return [x, new NDArray(Uint8Array.from(labels), [rows, 1], "uint8")];
}
