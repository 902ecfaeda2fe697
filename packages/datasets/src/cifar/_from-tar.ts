import { ConfigError, NDArray, refusal } from "@hornbeam/core";
import { getFile, readTar } from "@hornbeam/utils";
import type { FetchOptions, Source } from "../_source.ts";
import { readPickle } from "../pickle/read-pickle.ts";

export type LoadOptions = Pick<FetchOptions, "signal" | "onProgress">;

/** Pictures `[n, 32, 32, 3]` and the numbers of what they show. */
export interface Batch {
  readonly x: NDArray;
  readonly labels: readonly number[];
}

export interface BatchPlan extends LoadOptions {
  /** Begins the errors: `load CIFAR-10`. */
  readonly action: string;
  /** Name of the archive in the cache. */
  readonly fname: string;
  /** Paths of the batches in the archive. */
  readonly batches: readonly string[];
  readonly labelKey: string;
}

const side = 32;
const colours = 3;

/** Batches out of the archive that a source names, which is fetched once and kept as it is. */
export async function batchesFrom({ origin, fileHash }: Source, plan: BatchPlan): Promise<Batch[]> {
  const { action, fname, batches, labelKey, signal, onProgress } = plan;
  const file = await getFile({ fname, origin, fileHash, signal, onProgress });
  const files = await readTar(await file.bytes(), { name: fname, signal });
  return batches.map((path) => {
    const bytes = files.get(path);
    if (bytes !== undefined) return batchOf(bytes, path, labelKey, action);
    throw refusal(ConfigError, { action, expected: `${fname} must hold ${path}`, received: [...files.keys()] });
  });
}

function batchOf(bytes: Uint8Array, path: string, labelKey: string, action: string): Batch {
  const held = readPickle(bytes, { name: path });
  const [data, labels] = held instanceof Map ? [held.get("data"), held.get(labelKey)] : [];
  const isData = data instanceof NDArray && data.dtype === "uint8" && data.rank === 2;
  const isLabels = Array.isArray(labels) && labels.every((label) => Number.isInteger(label));
  if (isData && isLabels && data.shape[1] === colours * side * side && data.shape[0] === labels.length) {
    const planes = data.reshape([labels.length, colours, side, side]);
    return { x: planes.transpose([0, 2, 3, 1]), labels: labels as number[] };
  }
  const expected = `${path} must hold rows of ${colours * side * side} bytes as data and as many ${labelKey}`;
  const received = held instanceof Map ? [...held.keys()] : held;
  throw refusal(ConfigError, { action, expected, received });
}
