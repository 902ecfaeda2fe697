import { NDArray, OptionError, refusal } from "@hornbeam/core";
import { checkOptions } from "../_options.ts";
import type { Source } from "../_source.ts";
import { batchesFrom, type LoadOptions } from "../cifar/_from-tar.ts";
import type { Split, TrainTest } from "../train-test.ts";

export interface LoadDataOptions extends LoadOptions {
  /** Which labels: `"fine"`, of 100 kinds, unless given; `"coarse"`, of 20 groups of them. */
  readonly labelMode?: "fine" | "coarse" | undefined;
}

/**
 * CIFAR-100, colour pictures of a hundred kinds of things: 50,000 to train on and 10,000 to test with.
 *
 * The archive of 169 MB is fetched once, and read each time.
 *
 * - xTrain, xTest: `[50000, 32, 32, 3]` and `[10000, 32, 32, 3]`, uint8
 * - yTrain, yTest: `[50000, 1]` and `[10000, 1]`, int64, the kinds or groups
 *
 * @throws {OptionError} when there are no such labels.
 * @throws {ConfigError} when the archive cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/cifar100/ | keras.datasets.cifar100}; differs from it in that the archive is
 *   kept, and not what is in it
 * @see {@link https://www.cs.toronto.edu/~kriz/cifar.html | Krizhevsky, 2009}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await cifar100.loadData({ labelMode: "coarse" });
 * yTrain.shape; // [50000, 1]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  const fileHash = "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7";
  return cifar100From({ origin: "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz", fileHash }, options);
}

/** CIFAR-100 out of the archive that a source names. */
export async function cifar100From(source: Source, options: LoadDataOptions): Promise<TrainTest> {
  const action = "load CIFAR-100";
  checkOptions(action, options, ["labelMode", "signal", "onProgress"]);
  const { labelMode = "fine", ...fetching } = options;
  if (labelMode !== "fine" && labelMode !== "coarse") {
    const expected = '`labelMode` must be "fine" or "coarse"';
    throw refusal(OptionError, { action, option: "labelMode", expected, received: labelMode });
  }
  const batches = await batchesFrom(source, {
    ...fetching,
    action,
    fname: "cifar-100-python.tar.gz",
    batches: ["cifar-100-python/train", "cifar-100-python/test"],
    labelKey: `${labelMode}_labels`,
  });
  const [train, test] = batches.map(({ x, labels }): Split => {
    return [x, new NDArray(BigInt64Array.from(labels, BigInt), [labels.length, 1], "int64")];
  }) as TrainTest;
  return [train, test];
}
