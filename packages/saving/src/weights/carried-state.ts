import { type NDArray, SeedGenerator } from "@hornbeam/core";
import type { Hdf5DatasetSource } from "../hdf5/types.ts";
import { datasetOf } from "./dataset-of.ts";
import { attributesOf, type Saveable } from "./saveable.ts";
import { join, pathName } from "./walk.ts";

/** A value that goes on from call to call and is no weight. */
export interface Carried {
  /** Where it stands in a file, below its saveable: `seed_generator/vars/0`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly dataset: Hdf5DatasetSource;
  restore(value: NDArray): void;
}

/**
 * What training needs beside weights to go on exactly: generators of random numbers, states of recurrent layers. It stands in
 * groups of its own, which Keras does not look at.
 */
export function carriedBy(saveable: Saveable): Carried[] {
  const seeds = attributesOf(saveable).flatMap(([attribute, value]) => {
    if (!(value instanceof SeedGenerator)) return [];
    const { snapshot } = value;
    const dataset = { kind: "dataset", attributes: new Map(), read: () => snapshot } as const;
    const path = join(pathName(attribute), "vars/0");
    return [{ path, shape: [2], dataset, restore: (state: NDArray) => value.restore(state) }];
  });
  const states = Object.entries(saveable.carriedState?.() ?? {}).flatMap(([name, variables]) =>
    variables.map((variable, i) => ({
      path: join(pathName(name), `vars/${i}`),
      shape: variable.shape,
      dataset: datasetOf(variable),
      restore: (state: NDArray) => void variable.assign(state),
    })),
  );
  return [...seeds, ...states];
}
