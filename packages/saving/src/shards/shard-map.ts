import { ConfigError, isRecord, parseJson } from "@hornbeam/core";
import { unreadable, within } from "../hdf5/_unreadable.ts";

/** Which files hold the weights of a group, by the group's path without a slash in front: `layers/dense/vars`. */
export type ShardMap = ReadonlyMap<string, readonly string[]>;

const mostBytes = 64 * 2 ** 20;
const mostFiles = 10_000;
/** A name, not a path: it must not lead out of the folder. */
const plainName = /^(?!\.\.?$)[^/\\:\0%?#]{1,255}$/;

/**
 * Reads the JSON of weights that were split.
 *
 * @throws {LoadingError} where it is none, or names what is not a file beside it.
 */
export function parseShardMap(bytes: Uint8Array): ShardMap {
  return within("the JSON of sharded weights", () => {
    if (bytes.length > mostBytes) throw unreadable(`it must not exceed the limit of ${mostBytes} bytes`, bytes.length);
    const map = jsonOf(bytes);
    const weights = isRecord(map) ? map["weight_map"] : undefined;
    if (!isRecord(weights)) throw unreadable("it must be an object with a `weight_map`, which is missing");
    const read = Object.entries(weights).map(
      ([path, files]) => [path.replace(/^\//, ""), filesOf(path, files)] as const,
    );
    const count = new Set(read.flatMap(([, files]) => files)).size;
    if (count > mostFiles) throw unreadable(`it must not name more than ${mostFiles} files`, count);
    return new Map(read);
  });
}

export function shardNames(map: ShardMap): string[] {
  return [...new Set([...map.values()].flat())];
}

function filesOf(path: string, files: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(files) ? files : [files];
  for (const name of list) {
    if (typeof name === "string" && plainName.test(name)) continue;
    throw unreadable(
      `the file of ${JSON.stringify(path.slice(0, 200))} must be a name in the folder of the JSON, it leads outside`,
      name,
    );
  }
  return list as readonly string[];
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes), { depth: 10 });
  } catch (error) {
    if (error instanceof ConfigError) throw unreadable(`it must be JSON: ${error.message}`);
    throw unreadable("it must be UTF-8 text, its encoding is invalid");
  }
}
