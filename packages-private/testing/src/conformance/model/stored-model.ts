import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "@hornbeam/core";
import { requireClasses } from "../configs.ts";
import type { Context } from "../context.ts";
import { requireIdentifiers } from "../identifiers.ts";
import type { AnyModel } from "../models.ts";
import type { Case } from "../replay-case.ts";
import { decode } from "../values.ts";

export interface StoredWeight {
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly mean: number;
  readonly std?: number;
}
export interface StoredLayer {
  readonly name: string;
  readonly class: string;
  readonly outputShape?: unknown;
  readonly params: number;
  readonly trainable: boolean;
}
/** Steps of `trainOnBatch`, and what each of them and the weights after all of them gave. */
export interface StoredSteps {
  readonly steps: number;
  readonly loss: readonly number[];
  readonly logs: readonly unknown[];
  readonly weights: readonly StoredWeight[];
}
export interface StoredResume extends StoredSteps {
  readonly outputs: unknown;
  readonly optimizer: readonly StoredWeight[];
  readonly summary?: string;
}

/** A model that Keras saved, and what it gives. */
export class StoredModel {
  readonly folder: string;
  readonly id: string;
  readonly h5: { readonly file: boolean; readonly compile: boolean };
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly targets: unknown;
  readonly sampleWeight: unknown;
  readonly layers: readonly StoredLayer[];
  readonly operations: readonly { readonly name: string; readonly class: string }[] | undefined;
  readonly summary: string | undefined;
  readonly countParams: Readonly<Record<string, number>>;
  readonly compile: Config | null;
  readonly weights: readonly StoredWeight[];
  readonly trainOnBatch: StoredSteps | undefined;
  readonly resume: StoredResume | undefined;
  readonly tolerance: Readonly<Record<string, number>>;

  constructor(testCase: Case, folder: string) {
    const io = testCase as unknown as StoredModel & { readonly id: string };
    this.folder = folder;
    this.id = io.id;
    this.h5 = io.h5 ?? { file: false, compile: false };
    this.inputs = decode(io.inputs);
    this.outputs = io.outputs;
    this.targets = decode(io.targets ?? null);
    this.sampleWeight = decode(io.sampleWeight ?? null);
    this.layers = io.layers;
    this.operations = io.operations;
    this.summary = io.summary;
    this.countParams = io.countParams;
    this.compile = io.compile ?? null;
    this.weights = io.weights ?? [];
    this.trainOnBatch = io.trainOnBatch;
    this.resume = io.resume;
    this.tolerance = io.tolerance;
  }

  file(name: string): string {
    return join(this.folder, name);
  }
  async config(): Promise<Config> {
    return JSON.parse(await readFile(this.file("config.json"), "utf8")) as Config;
  }
  /** Throws `Missing` for what the model needs and no package exports. */
  async require({ packages }: Context): Promise<void> {
    requireClasses(packages, await this.config());
    if (!this.compile) return;
    requireClasses(packages, this.compile);
    requireIdentifiers(packages, this.compile);
  }
  within(what: string): { readonly atol: number; readonly rtol: number } {
    const t = this.tolerance[what] ?? 1e-5;
    return { atol: t, rtol: t };
  }
}

type Load = (path: string, options?: object) => Promise<AnyModel>;

export function loadModel(context: Context, path: string, options?: object): Promise<AnyModel> {
  const load = context.packages.get("models", "loadModel") as Load;
  return options ? load(path, options) : load(path);
}
