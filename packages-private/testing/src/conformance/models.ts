import { type AnyLayer, type Config, Deserializer, NDArray, type Variable } from "@hornbeam/core";
import { objectFromConfig, requireClasses } from "./configs.ts";
import type { Context } from "./context.ts";
import { mapTensors } from "./host.ts";
import { requireIdentifiers } from "./identifiers.ts";

type Logs = Readonly<Record<string, number>>;
type Options = Readonly<Record<string, unknown>>;

/** What replayers use of a model. */
export interface AnyModel extends Disposable {
  (inputs: unknown, options?: Options): unknown;
  readonly name: string;
  readonly built: boolean;
  readonly layers: readonly AnyLayer[];
  readonly weights: readonly Variable[];
  readonly trainableWeights: readonly Variable[];
  readonly nonTrainableWeights: readonly Variable[];
  readonly optimizer: { readonly variables: readonly Variable[] };
  compile(options: Options): void;
  compileFromConfig(config: Config, reading: Deserializer): void;
  fit(x: unknown, ...rest: unknown[]): Promise<{ readonly epoch: readonly number[]; readonly history: unknown }>;
  evaluate(x: unknown, y: unknown, options: Options): Promise<Logs>;
  predict(x: unknown, options?: Options): Promise<unknown>;
  trainOnBatch(x: unknown, y: unknown, options: Options): Promise<Logs>;
  testOnBatch(x: unknown, y: unknown, options: Options): Promise<Logs>;
  resetMetrics(): void;
  getLayer(name: string): AnyLayer;
  getWeights(): NDArray[];
  setWeights(values: readonly NDArray[]): void;
  loadWeights(from: string): Promise<unknown>;
  saveWeights(to: string): Promise<unknown>;
  save(to: string): Promise<unknown>;
  summary(options: Options): void;
  countParams(): number;
  toJSON(): string;
  getCompileConfig(): Config | undefined;
}

export function modelFromConfig(context: Context, config: unknown): AnyModel {
  return objectFromConfig<AnyModel>(context.packages, config);
}

/** Compiles a model with what Keras calls a compile config. */
export function compileFromConfig({ packages }: Context, model: AnyModel, config: Config): void {
  requireClasses(packages, config);
  requireIdentifiers(packages, config);
  model.compileFromConfig(config, new Deserializer({ catalogue: packages.catalogue }));
}

/** Rows of each array of a structure. */
export function rows(data: unknown, from: number, to: number): unknown {
  return mapTensors(data, (leaf) => (leaf instanceof NDArray ? leaf.slice(from, Math.min(to, leaf.shape[0]!)) : leaf));
}

/** How many samples a structure of arrays holds. */
export function samplesIn(data: unknown): number {
  let count = 0;
  mapTensors(data, (leaf) => {
    if (leaf instanceof NDArray) count ||= leaf.shape[0]!;
    return leaf;
  });
  return count;
}
