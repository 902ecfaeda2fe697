import type { NDArray, Variable } from "@hornbeam/core";
import type { Checks } from "./checks.ts";
import type { Tolerance } from "./compare.ts";
import { construct } from "./construct.ts";
import type { Context } from "./context.ts";
import { compareCsv } from "./csv.ts";
import { toHost } from "./host.ts";
import { type AnyModel, compileFromConfig, modelFromConfig, rows, samplesIn } from "./models.ts";
import type { Case } from "./replay-case.ts";
import { momentsOf } from "./statistics.ts";
import { decode, decodeArray, type EncodedTensor } from "./values.ts";
import { comparablePaths } from "./variable-paths.ts";
import { writtenFiles } from "./written-files.ts";

interface DataSet {
  readonly x: unknown;
  readonly y: unknown;
  readonly sampleWeight?: unknown;
}
type Args = Readonly<Record<string, unknown>>;
export interface Step {
  readonly do: string;
  readonly args?: Args;
  readonly callbacks?: readonly { readonly class_name: string; readonly config: Args }[];
  readonly expect?: unknown;
}
interface StoredWeight {
  readonly path: string;
  readonly value: EncodedTensor;
}

/** A model on its way through the steps of a case: each is done, and compared with what Keras gave. */
export class Trajectory {
  readonly model: AnyModel;
  readonly #context: Context;
  readonly #checks: Checks;
  readonly #data: ReadonlyMap<string, DataSet>;
  readonly #tolerances: Readonly<Record<string, number>>;

  constructor(testCase: Case, context: Context, checks: Checks) {
    this.#context = context;
    this.#checks = checks;
    this.#tolerances = (testCase["tolerance"] ?? {}) as Readonly<Record<string, number>>;
    const sets = Object.entries(testCase["data"] as Record<string, unknown>);
    this.#data = new Map(sets.map(([name, set]) => [name, decode(set) as DataSet]));
    this.model = checks.own(modelFromConfig(context, testCase["model"]));
    this.#load(testCase["weights"] as readonly StoredWeight[]);
    compileFromConfig(context, this.model, testCase["compile"] as Args);
  }

  /** Does a step. `extra` callbacks are put behind those of the step. */
  async step(step: Step, where: string, extra: readonly unknown[] = []): Promise<void> {
    const { args = {}, expect } = step;
    const checks = this.#checks;
    switch (step.do) {
      case "fit":
        return await this.#fit(step, where, extra);
      case "weights":
        return this.#compareWeights(where, this.model.weights, expect as readonly unknown[]);
      case "optimizer": {
        const stored = expect as readonly StoredWeight[];
        const { variables } = this.model.optimizer;
        const paths = stored.map(({ path }) => path);
        checks.json(`${where} paths`, comparablePaths(variables, paths), paths);
        return this.#compareWeights(
          where,
          this.model.optimizer.variables,
          stored.map(({ value }) => value),
        );
      }
      case "evaluate": {
        const { x, y, sampleWeight } = this.#set(args);
        const options = { ...optional({ sampleWeight, batchSize: args["batchSize"] }), returnDict: true, verbose: 0 };
        return this.#compare(where, await this.model.evaluate(x, y, options), expect, "history");
      }
      case "predict":
        return this.#comparePrediction(where, await this.#predict(this.model, args), expect);
      case "trainOnBatch":
      case "testOnBatch":
        return this.#compare(where, await this.#batches(step.do, args), expect, "history");
      case "resetMetrics":
        return this.model.resetMetrics();
      case "setTrainable":
        return this.#setTrainable(String(args["layer"]), args["value"] === true);
      case "compile":
        return compileFromConfig(this.#context, this.model, args);
      case "loadCheckpoint":
        return this.#comparePrediction(where, await this.#checkpoint(args), expect);
      default:
        checks.fail(`${where}: the step "${step.do}" is not known`);
    }
  }

  #load(stored: readonly StoredWeight[]): void {
    const { weights } = this.model;
    this.#checks.json("weights", pathsOf(weights), stored.map(({ path }) => path)); // biome-ignore format: one line
    if (weights.length === stored.length) this.model.setWeights(stored.map(({ value }) => decodeArray(value)));
  }

  async #fit({ args = {}, callbacks = [], expect }: Step, where: string, extra: readonly unknown[]): Promise<void> {
    const wanted = (expect ?? {}) as Readonly<Record<string, unknown>>;
    const made = callbacks.map(({ class_name, config }) => this.#callback(class_name, config));
    const files = writtenFiles(process.cwd());
    const options = {
      ...this.#fitOptions(args),
      callbacks: [...made, ...("files" in wanted ? [files.callback] : []), ...extra],
    };
    const set = this.#set(args);
    const history = args["generator"]
      ? await this.model.fit(endless(set, args["generator"] as Args), options)
      : await this.model.fit(set.x, set.y, { ...options, ...optional({ sampleWeight: set.sampleWeight }) });
    this.#checks.json(`${where} epoch`, history.epoch, wanted["epoch"]);
    this.#compare(`${where} history`, history.history, wanted["history"], "history");
    if ("files" in wanted) this.#checks.json(`${where} files`, files.byEpoch, wanted["files"]);
    if ("earlyStopping" in wanted) this.#compareEarlyStopping(where, made, wanted["earlyStopping"]);
    if ("csv" in wanted) await compareCsv(this.#checks, `${where} csv`, callbacks, String(wanted["csv"]), this.#within("history")); // biome-ignore format: one line
  }

  #fitOptions(args: Args): Args {
    const { data: _, generator: __, validationData, validationGenerator, ...rest } = args;
    const options = { ...rest, shuffle: false, verbose: 0 };
    if (validationData === undefined) return options;
    const set = this.#named(String(validationData));
    return { ...options, validationData: validationGenerator ? endless(set, validationGenerator as Args) : tuple(set) };
  }

  #callback(className: string, config: Args): unknown {
    if (className !== "LearningRateScheduler") return construct(this.#context, `callbacks.${className}`, [], config);
    const table = config["table"] as readonly number[];
    return construct(this.#context, "callbacks.LearningRateScheduler", [], {
      schedule: (epoch: number) => table[epoch],
    });
  }

  #compareEarlyStopping(where: string, callbacks: readonly unknown[], expect: unknown): void {
    const stopped = callbacks.find((each) => typeof each === "object" && each !== null && "stoppedEpoch" in each) as Args | undefined; // biome-ignore format: one line
    const { stoppedEpoch, bestEpoch, best } = stopped ?? {};
    this.#compare(`${where} earlyStopping`, { stoppedEpoch, bestEpoch, best }, expect, "history");
  }

  async #batches(how: "trainOnBatch" | "testOnBatch", args: Args): Promise<unknown[]> {
    const { x, y, sampleWeight } = this.#set(args);
    const size = Number(args["batchSize"]);
    const logs: unknown[] = [];
    for (const batch of args["batches"] as readonly number[]) {
      const part = (data: unknown): unknown => rows(data, batch * size, (batch + 1) * size);
      const options = { ...optional({ sampleWeight: sampleWeight && part(sampleWeight) }), returnDict: true };
      logs.push(await this.model[how](part(x), part(y), options));
    }
    return logs;
  }

  async #checkpoint(args: Args): Promise<unknown> {
    const file = String(args["file"]);
    if (file.endsWith(".weights.h5")) {
      await this.model.loadWeights(file);
      return await this.#predict(this.model, args);
    }
    const loadModel = this.#context.packages.get("models", "loadModel") as (path: string) => Promise<AnyModel>;
    using loaded = await loadModel(file);
    return await this.#predict(loaded, args);
  }

  #predict(model: AnyModel, args: Args): Promise<unknown> {
    return model.predict(this.#set(args).x, { ...optional({ batchSize: args["batchSize"] }), verbose: 0 });
  }

  #setTrainable(path: string, value: boolean): void {
    const layer = path.split("/").reduce((at, name) => at.getLayer(name) as unknown as AnyModel, this.model);
    (layer as unknown as { trainable: boolean }).trainable = value;
  }

  #compareWeights(where: string, got: readonly Variable[], expect: readonly unknown[]): void {
    this.#checks.json(`${where} count`, got.length, expect.length);
    for (const [i, want] of expect.entries()) {
      const variable = got[i];
      if (!variable) break;
      const digest = (want as { $digest?: Digest }).$digest;
      if (digest) this.#compareDigest(`${where} ${variable.path}`, variable.numpy(), digest);
      else this.#compare(`${where} ${variable.path}`, variable, want, "weights");
    }
  }
  #compareDigest(where: string, array: NDArray, { shape, mean, std, first }: Digest): void {
    const values = Array.from(array.data as Float32Array);
    const found = { shape: array.shape, ...momentsOf(values), first: values.slice(0, first.length) };
    this.#checks.json(`${where} shape`, found.shape, shape);
    this.#compare(where, { mean: found.mean, std: found.std, first: found.first }, { mean, std, first }, "weights");
  }
  #comparePrediction(where: string, got: unknown, expect: unknown): void {
    this.#compare(where, toHost(got), expect, "predict");
  }
  #compare(where: string, got: unknown, expect: unknown, kind: "history" | "weights" | "predict"): void {
    this.#checks.structure(where, got, expect, this.#within(kind));
  }
  /** `|got - wanted| <= t (1 + |wanted|)` */
  #within(kind: string): Tolerance {
    const t = this.#tolerances[kind] ?? 1e-5;
    return { atol: t, rtol: t };
  }

  #set(args: Args): DataSet {
    return this.#named(String(args["data"]));
  }
  #named(name: string): DataSet {
    const set = this.#data.get(name);
    if (!set) throw new TypeError(`The case has no data called "${name}"`);
    return set;
  }
}

interface Digest {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly first: readonly number[];
}

function pathsOf(variables: readonly Variable[]): string[] {
  return variables.map(({ path }) => path);
}

/** The entries that have a value. */
function optional(entries: Args): Args {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function tuple({ x, y, sampleWeight }: DataSet): unknown[] {
  return sampleWeight === undefined ? [x, y] : [x, y, sampleWeight];
}

/** The batches of a set in order, over and over; the last of a pass may be short. */
function* endless(set: DataSet, { batchSize }: Args): Generator<unknown[]> {
  const [size, count] = [Number(batchSize), samplesIn(set.x)];
  for (;;) {
    for (let from = 0; from < count; from += size) {
      yield tuple({
        x: rows(set.x, from, from + size),
        y: rows(set.y, from, from + size),
        ...(set.sampleWeight === undefined ? {} : { sampleWeight: rows(set.sampleWeight, from, from + size) }),
      });
    }
  }
}
