import type { Variable } from "@hornbeam/core";

/** What the legacy format sees of a layer. */
export interface LegacyLayer {
  readonly name: string;
  readonly trainableWeights: readonly Variable[];
  readonly nonTrainableWeights: readonly Variable[];
  readonly [Symbol.toStringTag]: string;
  /** Derives what depends on the weights. Runs after they were loaded. */
  finalizeState?(): void;
}

/** What the legacy format sees of a model. */
export interface LegacyModel extends LegacyLayer {
  readonly layers: readonly LegacyLayer[];
  readonly ownVariables: readonly Variable[];
}

/** The weights of a layer in the order of the legacy format: what is trained, then the rest. */
export function legacyWeights({ trainableWeights, nonTrainableWeights }: LegacyLayer): Variable[] {
  return [...trainableWeights, ...nonTrainableWeights];
}

export const modelWeightsGroup = "model_weights";
export const topLevelGroup = "top_level_model_weights";
export const optimizerGroup = "optimizer_weights";
