import { isRecord, type MakeOption, option, type Reading, serializeKerasObject } from "@hornbeam/core";

type Class<T> = abstract new (...args: never[]) => T;

/** A layer of a family: an instance, or the config of one. */
export function layerOption<T extends object>(parent: Class<T>, expects: string): MakeOption<T> {
  return option<T>(
    expects,
    (given, reading) => instanceOf(given, parent, expects, reading),
    (layer) => serializeKerasObject(layer),
  );
}

/** A list of layers of a family. */
export function layersOption<T extends object>(parent: Class<T>, expects: string): MakeOption<readonly T[]> {
  return option<readonly T[]>(
    `a list of which each is ${expects}`,
    (given, reading) => {
      if (!Array.isArray(given) || given.length === 0) return undefined;
      const all = given.map((one) => instanceOf(one, parent, expects, reading));
      return all.includes(undefined) ? undefined : (all as T[]);
    },
    (layers) => layers.map((layer) => serializeKerasObject(layer)),
  );
}

function instanceOf<T>(given: unknown, parent: Class<T>, expects: string, reading?: Reading): T | undefined {
  if (given instanceof parent) return given;
  if (!reading || !isRecord(given)) return undefined;
  // the layer around it builds it, so that its weights' paths begin with that layer's name
  const { build_config: _, ...unbuilt } = given;
  return reading.resolve(unbuilt, { parent: parent as Class<object>, expects }) as T;
}
