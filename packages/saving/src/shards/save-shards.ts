import { OptionError, refusal, StateError } from "@hornbeam/core";
import type { StoredFile, WriteFileOptions } from "../files/stored-file.ts";
import { hdf5Group, hdf5Image } from "../hdf5/index.ts";
import type { Hdf5GroupSource } from "../hdf5/types.ts";
import { imageOf } from "../image/file-image.ts";
import { LoadingError } from "../loading-error.ts";
import { planShards, type Shard } from "./plan-shards.ts";
import { parseShardMap, shardNames } from "./shard-map.ts";

export interface SaveShardsOptions extends WriteFileOptions {
  /** Most bytes of weights in a shard. */
  readonly maxBytes: number;
}

/**
 * Saves a state in files of limited size: the shards, and then the JSON that says which weights are in which. Shards in use
 * are never written over, so that the JSON's are there at any moment.
 *
 * @param target The JSON file: `w.weights.json`.
 * @throws {OptionError} where a weight alone is larger than a shard may be.
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | keras.Model.save_weights}, `max_shard_size`
 */
export async function saveShards(
  target: StoredFile,
  weights: Hdf5GroupSource,
  { maxBytes, ...options }: SaveShardsOptions,
): Promise<void> {
  const { action, overwrite = true } = options;
  const beside = target.beside?.bind(target);
  if (!beside || !target.write) {
    const expected = "shards must go to a folder or a store, where files lie beside each other";
    throw refusal(OptionError, { action, expected, received: target.name });
  }
  const shards = planShards(weights, maxBytes, action);
  const old = await shardsInUse(target, action);
  if (old && !overwrite) {
    const expected = "the file must not exist yet where `overwrite` is false";
    throw refusal(StateError, { action, owner: target.name, expected, received: target.name });
  }
  const base = baseOf(target.name);
  const standard = namesOf(shards, base);
  const taken = standard.some((name) => old?.includes(name));
  const names = taken ? namesOf(shards, `${base}_next`) : standard;
  for (const [i, { group }] of shards.entries())
    await beside(names[i]!).write?.(hdf5Image(group), { ...options, overwrite: true });
  const text = JSON.stringify(mapOf(shards, names), undefined, 4);
  await target.write(imageOf(new TextEncoder().encode(text)), { ...options, overwrite: true });
  // Keras opens the first shard by its usual name, whatever the JSON says
  const first = beside(standard[0]!);
  if (taken) await first.write?.(hdf5Image(hdf5Group()), { action });
  for (const name of old ?? []) if (!names.includes(name) && name !== standard[0]) await beside(name).remove?.();
}

/** The shards of a file that is there; undefined where there is none. */
async function shardsInUse(target: StoredFile, action: string): Promise<string[] | undefined> {
  try {
    return shardNames(parseShardMap(await target.read({ action })));
  } catch (error) {
    if (error instanceof LoadingError) return undefined; // not there, or not of ours
    throw error;
  }
}

/** `w` of `folder/w.weights.json`. */
function baseOf(name: string): string {
  return name
    .replace(/^.*[/\\]/s, "")
    .replace(/\.json$/, "")
    .replace(".weights", "");
}
function namesOf(shards: readonly Shard[], base: string): string[] {
  return shards.map((_, i) => `${base}_${String(i).padStart(5, "0")}.weights.h5`);
}

function mapOf(shards: readonly Shard[], names: readonly string[]): unknown {
  const files = new Map<string, string[]>();
  const counts = new Map<string, number>();
  for (const [i, { paths }] of shards.entries()) {
    for (const [path, count] of paths) {
      files.set(path, [...(files.get(path) ?? []), names[i]!]);
      counts.set(path, (counts.get(path) ?? 0) + count);
    }
  }
  // as Keras has it: a name for a single weight, a list for several
  const entries = [...files].map(([path, list]) => [`/${path}`, counts.get(path) === 1 ? list[0] : list]);
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  return { metadata: { total_size: total }, weight_map: Object.fromEntries(entries) };
}
