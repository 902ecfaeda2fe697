import { OptionError, refusal } from "@hornbeam/core";
import { storedSize } from "../hdf5/encode-type.ts";
import { hdf5Group } from "../hdf5/index.ts";
import type { Hdf5DatasetSource, Hdf5GroupSource } from "../hdf5/types.ts";

/** What goes to one file. */
export interface Shard {
  readonly group: Hdf5GroupSource;
  /** Paths of groups with weights, and how many of these are here. */
  readonly paths: ReadonlyMap<string, number>;
  /** Bytes of its weights. */
  readonly bytes: number;
}

/** Distributes a state over shards in its order: a weight that does not fit begins the next one. */
export function planShards(weights: Hdf5GroupSource, maxBytes: number, action: string): Shard[] {
  const shards = [new Open()];
  for (const { path, group } of storesOf(weights, "")) {
    shards.at(-1)!.open(path, group.attributes);
    for (const [name, dataset] of group.entries) {
      if (dataset.kind === "group") continue;
      const bytes = bytesOf(dataset);
      if (bytes > maxBytes) {
        const expected = `weight "${path}/${name}" must fit into a shard of ${maxBytes} bytes: it exceeds the maximum shard size`;
        const hint = "Increase `maxShardSize`.";
        throw refusal(OptionError, { action, expected, receivedAs: "bytes", received: bytes, hint });
      }
      if (shards.at(-1)!.bytes + bytes > maxBytes) shards.push(new Open());
      shards.at(-1)!.add(path, name, dataset, bytes);
    }
  }
  return shards.map((shard) => ({ group: shard.toGroup(), paths: shard.paths, bytes: shard.bytes }));
}

function bytesOf(dataset: Hdf5DatasetSource): number {
  const { dtype, shape } =
    dataset.dtype && dataset.shape ? { dtype: dataset.dtype, shape: dataset.shape } : dataset.read();
  return shape.reduce((product, size) => product * size, storedSize(dtype));
}

/** All groups named `vars`, with their paths. */
function* storesOf(group: Hdf5GroupSource, path: string): Generator<{ path: string; group: Hdf5GroupSource }> {
  for (const [name, entry] of group.entries) {
    if (entry.kind === "dataset") continue;
    const below = path === "" ? name : `${path}/${name}`;
    if (name === "vars") yield { path: below, group: entry };
    else yield* storesOf(entry, below);
  }
}

type Entries = Map<string, Hdf5GroupSource | Hdf5DatasetSource>;

/** A shard that is being filled. */
class Open {
  readonly paths = new Map<string, number>();
  bytes = 0;
  readonly #root = hdf5Group();

  toGroup(): Hdf5GroupSource {
    return this.#root;
  }
  open(path: string, attributes: Hdf5GroupSource["attributes"] = new Map()): Hdf5GroupSource {
    const parts = path.split("/");
    let group = this.#root;
    for (const [i, name] of parts.entries()) {
      const entries = group.entries as Entries; // made by hdf5Group, here
      const own = i === parts.length - 1 ? attributes : new Map();
      if (!entries.has(name)) entries.set(name, hdf5Group([], own));
      group = entries.get(name) as Hdf5GroupSource;
    }
    return group;
  }
  add(path: string, name: string, dataset: Hdf5DatasetSource, bytes: number): void {
    (this.open(path).entries as Entries).set(name, dataset);
    this.paths.set(path, (this.paths.get(path) ?? 0) + 1);
    this.bytes += bytes;
  }
}
