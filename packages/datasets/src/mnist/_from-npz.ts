import { ConfigError, NDArray, refusal, ShapeError } from "@hornbeam/core";
import { getFile } from "@hornbeam/utils";
import { type NpzArray, readNpz } from "../npz/read-npz.ts";
import type { Split, TrainTest } from "../train-test.ts";
import type { LoadDataOptions } from "./load-data.ts";

/** Where the archive is, and what it must be. */
export interface Source {
  readonly origin: string;
  readonly fileHash: string;
}

/** MNIST out of the archive that a source names, fetched once. */
export async function mnistFrom({ origin, fileHash }: Source, options: LoadDataOptions): Promise<TrainTest> {
  const { path = "mnist.npz", signal, onProgress } = options;
  const file = await getFile({ fname: path, origin, fileHash, signal, onProgress });
  return mnistOf(await readNpz(await file.bytes(), { name: path, signal }), path);
}

/** The two halves among the arrays of an archive. */
export function mnistOf(arrays: ReadonlyMap<string, NpzArray>, path: string): TrainTest {
  const action = `load MNIST from ${JSON.stringify(path)}`;
  const split = (half: string): Split => {
    const [x, y] = [arrays.get(`x_${half}`), arrays.get(`y_${half}`)];
    if (!(x instanceof NDArray && y instanceof NDArray)) {
      const expected = `it must hold x_${half} and y_${half}`;
      throw refusal(ConfigError, { action, expected, received: [...arrays.keys()] });
    }
    if (x.rank === 3 && y.rank === 1 && x.shape[0] === y.shape[0]) return [x, y];
    const expected = `x_${half} and y_${half} must be images and as many labels`;
    throw refusal(ShapeError, { action, expected, receivedAs: "shapes", received: [x.shape, y.shape] });
  };
  return [split("train"), split("test")];
}
