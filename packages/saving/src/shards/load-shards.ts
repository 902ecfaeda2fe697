import { refusal } from "@hornbeam/core";
import type { ReadFileOptions, StoredFile } from "../files/stored-file.ts";
import { mostBytes } from "../files/stored-file.ts";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import { readHdf5 } from "../hdf5/index.ts";
import type { Hdf5Dataset, Hdf5Group } from "../hdf5/types.ts";
import { LoadingError } from "../loading-error.ts";
import { type FlatDataset, groupOf } from "../weights/flat-group.ts";
import { parseShardMap, type ShardMap, shardNames } from "./shard-map.ts";

/**
 * The state in weights that were split, as if it were one file.
 *
 * @param source Where the JSON is, beside which the shards lie.
 * @throws {LoadingError} where a shard is missing or damaged, or lacks what the JSON says of it.
 */
export async function loadShards(source: StoredFile, json: Uint8Array, options: ReadFileOptions): Promise<Hdf5Group> {
  const map = parseShardMap(json);
  const files = new Map<string, Hdf5Group>();
  let left = options.maxBytes ?? mostBytes;
  for (const name of shardNames(map)) {
    const file = source.beside?.(name);
    if (!file) {
      const hint = "Give the path or URL of the JSON, or a file of a store that holds all of them.";
      const expected = `the shard ${JSON.stringify(name)} must lie beside the JSON`;
      throw refusal(LoadingError, { action: options.action, expected, hint });
    }
    const bytes = await file.read({ ...options, maxBytes: left });
    left -= bytes.length;
    files.set(name, readHdf5(bytes));
  }
  return groupOf(datasetsOf(map, files));
}

function datasetsOf(map: ShardMap, files: ReadonlyMap<string, Hdf5Group>): Map<string, FlatDataset> {
  return within("the sharded weights", () => {
    const found = new Map<string, FlatDataset>();
    for (const [path, names] of map) {
      for (const name of names) {
        for (const [key, dataset] of storeAt(files.get(name)!, path, name)) {
          const whole = `${path}/${key}`;
          if (found.has(whole)) throw unreadable("no weight must be in two shards, or twice in one", whole);
          found.set(whole, dataset);
        }
      }
    }
    return found;
  });
}

function* storeAt(root: Hdf5Group, path: string, file: string): Generator<[string, Hdf5Dataset]> {
  let group = root;
  for (const part of path.split("/")) {
    const next = group.entries.get(part);
    if (next?.kind !== "group")
      throw unreadable(`${JSON.stringify(file)} must have the group "${path}", which is missing`);
    group = next;
  }
  for (const [name, entry] of group.entries) {
    if (entry.kind === "group") throw unreadable(`"${name}" in "${path}" must be a dataset`, "a group");
    yield [name, entry];
  }
}
