import type { DownloadProgress } from "@hornbeam/utils";
import { checkOptions } from "../_options.ts";
import type { TrainTest } from "../train-test.ts";
import { mnistFrom } from "./_from-npz.ts";

export interface LoadDataOptions {
  /** Name of the file in the cache, `"mnist.npz"` unless given. */
  readonly path?: string | undefined;
  /** Stops the download. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive; there are 11,490,434 of them. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * MNIST, handwritten digits: 60,000 to train on and 10,000 to test with, fetched once and checked.
 *
 * Node keeps the file where Keras does, in `~/.keras/datasets` (or under `KERAS_HOME`), and takes it from there; a
 * page keeps it in its Cache API. `loadSample` needs no network.
 *
 * - xTrain, xTest: `[60000, 28, 28]` and `[10000, 28, 28]`, uint8, grey levels from 0 (paper) to 255 (ink)
 * - yTrain, yTest: `[60000]` and `[10000]`, uint8, the digits
 *
 * Yann LeCun and Corinna Cortes hold the copyright of MNIST, made from NIST's data and available under
 * {@link https://creativecommons.org/licenses/by-sa/3.0/ | CC BY-SA 3.0}.
 *
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/mnist/ | keras.datasets.mnist}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadData();
 * xTrain.shape; // [60000, 28, 28]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  checkOptions("load MNIST", options, ["path", "signal", "onProgress"]);
  const source = {
    origin: "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    fileHash: "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
  };
  return mnistFrom(source, options);
}
