import { ConfigError, NDArray, refusal, ShapeError } from "@hornbeam/core";
import { getFile } from "@hornbeam/utils";
import { RandomState } from "../_random-state.ts";
import type { FetchOptions, Source } from "../_source.ts";
import { readNpz } from "../npz/read-npz.ts";
import type { TrainTest } from "../train-test.ts";

export interface HousingPlan extends FetchOptions {
  readonly path: string;
  /** Begins the errors: `load Boston housing`. */
  readonly action: string;
  readonly testSplit: number;
  readonly seed: number;
  /** How many of the first rows are used; all unless given. */
  readonly rows?: number | undefined;
}

/** Rows of features and their prices out of the archive that a source names: mixed by a seed, and split. */
export async function housingFrom({ origin, fileHash }: Source, plan: HousingPlan): Promise<TrainTest> {
  const { path, action, testSplit, seed, rows, signal, onProgress } = plan;
  const file = await getFile({ fname: path, origin, fileHash, signal, onProgress });
  const arrays = await readNpz(await file.bytes(), { name: path, signal });
  const [x, y] = [arrays.get("x"), arrays.get("y")];
  if (!(x instanceof NDArray && y instanceof NDArray)) {
    throw refusal(ConfigError, { action, expected: `${path} must hold x and y`, received: [...arrays.keys()] });
  }
  if (x.rank !== 2 || y.rank !== 1 || x.shape[0] !== y.shape[0]) {
    const expected = "x and y must be rows of features and as many prices";
    throw refusal(ShapeError, { action, expected, receivedAs: "shapes", received: [x.shape, y.shape] });
  }
  const count = Math.min(x.shape[0]!, rows ?? Number.POSITIVE_INFINITY);
  const order = new RandomState(seed).permutation(count);
  const cut = Math.floor(count * (1 - testSplit));
  const part = (from: number, to: number): [NDArray, NDArray] => {
    const indices = order.subarray(from, to);
    return [x.take(indices), y.take(indices)];
  };
  return [part(0, cut), part(cut, count)];
}
