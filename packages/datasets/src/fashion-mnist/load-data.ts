import { refusal, ShapeError } from "@hornbeam/core";
import { getFile } from "@hornbeam/utils";
import { checkOptions } from "../_options.ts";
import { base, type FetchOptions } from "../_source.ts";
import type { Split, TrainTest } from "../train-test.ts";
import { readIdx } from "./_idx.ts";

export type LoadDataOptions = Pick<FetchOptions, "signal" | "onProgress">;

/**
 * Fashion-MNIST, grey pictures of Zalando's articles in ten classes: 60,000 to train on and 10,000 to test with.
 *
 * The classes are T-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag and ankle boot. Four files of
 * 30.9 MB in all are fetched once.
 *
 * - xTrain, xTest: `[60000, 28, 28]` and `[10000, 28, 28]`, uint8, grey levels from 0 to 255
 * - yTrain, yTest: `[60000]` and `[10000]`, uint8, the classes
 *
 * Zalando SE holds the copyright of Fashion-MNIST, available under the
 * {@link https://github.com/zalandoresearch/fashion-mnist/blob/master/LICENSE | MIT license}.
 *
 * @throws {ConfigError} when a file cannot be fetched, or is damaged; Keras names no hash of these.
 * @see {@link https://keras.io/api/datasets/fashion_mnist/ | keras.datasets.fashion_mnist}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await fashionMnist.loadData();
 * xTrain.shape; // [60000, 28, 28]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  checkOptions("load Fashion-MNIST", options, ["signal", "onProgress"]);
  return [await split("train", options), await split("t10k", options)];
}

async function split(half: string, { signal, onProgress }: LoadDataOptions): Promise<Split> {
  const read = async (name: string, rank: number) => {
    const action = `load Fashion-MNIST from ${JSON.stringify(name)}`;
    const file = await getFile({ origin: `${base}${name}`, cacheSubdir: "datasets/fashion-mnist", signal, onProgress });
    return readIdx(await file.bytes(), { action, rank, signal });
  };
  const y = await read(`${half}-labels-idx1-ubyte.gz`, 1);
  const x = await read(`${half}-images-idx3-ubyte.gz`, 3);
  if (x.shape[0] === y.shape[0]) return [x, y];
  const [action, expected] = ["load Fashion-MNIST", "there must be as many labels as images"];
  throw refusal(ShapeError, { action, expected, receivedAs: "shapes", received: [x.shape, y.shape] });
}
