import type { Tensor } from "@hornbeam/kernels/tfjs";
import { isBranch } from "../graph/structure.ts";
import { SeedGenerator } from "../names/seed.ts";
import type { Variable } from "../tensor/variable.ts";
import { type AnyLayer, Layer } from "./layer.ts";

type Tracked = Pick<AnyLayer, "ownVariables" | "sublayers" | "variables" | "weights">;

/** Layers in the fields of an object, in lists and in records, each once, in the order in which they were set. */
export function sublayersOf(holder: object): AnyLayer[] {
  return [...new Set(fields(holder, (value): value is AnyLayer => value instanceof Layer))];
}

/** Variables of a layer and of all inside it, each once: own ones first. */
export function variablesOf(layer: Tracked, withSeeds: boolean): Variable[] {
  const all = new Set<Variable>(layer.ownVariables);
  if (withSeeds) {
    for (const seed of seedsOf(layer)) all.add(seed.state);
  }
  for (const inner of layer.sublayers())
    for (const variable of withSeeds ? inner.variables : inner.weights) all.add(variable);
  return [...all];
}

/** What the regularizers of trainable weights give. */
export function penaltiesOf({ trainableWeights }: Pick<AnyLayer, "trainableWeights">): Tensor[] {
  return trainableWeights.flatMap((weight) => (weight.regularizer ? [weight.regularizer(weight.value)] : []));
}

/** Frees a layer's generators of random numbers and the layers in it. */
export function disposeParts(layer: Tracked): void {
  for (const part of [...seedsOf(layer), ...layer.sublayers()]) part[Symbol.dispose]();
}

function seedsOf(holder: object): SeedGenerator[] {
  return fields(holder, (value): value is SeedGenerator => value instanceof SeedGenerator);
}

function fields<T>(holder: object, test: (value: unknown) => value is T): T[] {
  const found: T[] = [];
  const visit = (value: unknown): void => {
    if (test(value)) found.push(value);
    else if (isBranch(value)) for (const part of Object.values(value)) visit(part);
  };
  for (const value of Object.values(holder)) visit(value);
  return found;
}
