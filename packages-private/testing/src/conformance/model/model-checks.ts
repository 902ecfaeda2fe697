import {
  type AnyLayer,
  Layer,
  type NDArray,
  type Operation,
  type Shape,
  serializeKerasObject,
  type Variable,
} from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { toHost } from "../host.ts";
import type { AnyModel } from "../models.ts";
import { momentsOf } from "../statistics.ts";
import { comparablePaths } from "../variable-paths.ts";
import type { StoredModel, StoredSteps, StoredWeight } from "./stored-model.ts";

/** Predictions for the stored inputs. */
export async function checkOutputs(checks: Checks, model: AnyModel, stored: StoredModel, want: unknown): Promise<void> {
  checks.structure(
    "outputs",
    toHost(await model.predict(stored.inputs, { verbose: 0 })),
    want,
    stored.within("outputs"),
  );
}

/** Layers, operations, numbers of parameters, weights, compile config and summary of a loaded model. */
export function checkAnatomy(checks: Checks, model: AnyModel, stored: StoredModel): void {
  checks.json("layers", model.layers.map(layerFacts), stored.layers.map((layer) => ({ outputShape: undefined, ...layer }))); // biome-ignore format: one line
  if (stored.operations) {
    const graph = (model as unknown as { graph?: { operations: readonly Operation[] } }).graph;
    const facts = graph?.operations.map((operation) => ({ name: operation.name, class: classOf(operation) }));
    checks.json("operations", facts, stored.operations);
  }
  const count = (weights: readonly Variable[]): number => weights.reduce((sum, { size }) => sum + size, 0);
  const counted = {
    trainable: count(model.trainableWeights),
    nonTrainable: count(model.nonTrainableWeights),
    total: model.countParams(),
  };
  checks.json("countParams", pick(counted, Object.keys(stored.countParams)), stored.countParams);
  if (stored.weights.length > 0) checkWeights(checks, "weights", model.weights, stored.weights, stored);
  const compiled = model.getCompileConfig();
  checks.json("compile", compiled && Object.keys(compiled).length > 0 ? compiled : null, stored.compile);
  if (stored.summary !== undefined) checkSummary(checks, model, stored.summary);
}

function layerFacts(layer: AnyLayer): object {
  const { name, trainable } = layer;
  const outputs = layer.inboundNodes.at(-1)?.outputs.map(({ shape }) => shape);
  const outputShape: Shape | readonly Shape[] | undefined = outputs?.length === 1 ? outputs[0] : outputs;
  return { name, class: classOf(layer), outputShape, params: layer.countParams(), trainable };
}

/** The class as configs name it: functional models have a name of their own. */
function classOf(operation: Operation | AnyLayer): string {
  if (!(operation instanceof Layer)) return (operation as unknown as { className: string }).className;
  return (serializeKerasObject(operation) as { class_name: string }).class_name;
}

function pick(counts: Readonly<Record<string, number>>, keys: readonly string[]): Record<string, number | undefined> {
  return Object.fromEntries(keys.map((key) => [key, counts[key]]));
}

/** Paths, shapes, dtypes, means and deviations of variables. */
export function checkWeights(
  checks: Checks,
  where: string,
  got: readonly Variable[],
  want: readonly StoredWeight[],
  stored: StoredModel,
): void {
  const paths = want.map(({ path }) => path);
  checks.json(`${where} paths`, comparablePaths(got, paths, { loose: true }), paths);
  for (const [i, { path, shape, dtype, mean, std }] of want.entries()) {
    const variable = got[i];
    if (!variable) break;
    checks.json(`${where} ${path}`, { shape: variable.shape, dtype: variable.dtype }, { shape, dtype });
    const found = momentsOf(Array.from(variable.numpy().data as ArrayLike<unknown>, Number));
    const wanted = std === undefined ? { mean } : { mean, std };
    checks.structure(`${where} ${path}`, std === undefined ? { mean: found.mean } : found, wanted, stored.within("weights")); // biome-ignore format: one line
  }
}

export function checkSummary(checks: Checks, model: AnyModel, want: string): void {
  let text = "";
  model.summary({ printFn: (line: string) => (text += line.endsWith("\n") ? line : `${line}\n`) });
  const [got, wanted] = [text, want].map((each) => each.trimEnd().split("\n"));
  const at = wanted!.findIndex((line, i) => line !== got![i]);
  if (at >= 0) checks.fail(`summary line ${at}: ${JSON.stringify(got![at])}, wanted ${JSON.stringify(wanted![at])}`);
  else checks.json("summary lines", got!.length, wanted!.length);
}

/** Stored weights under the paths that variables have here: where only their places count. */
export function withPathsOf<T extends StoredWeight>(variables: readonly Variable[], stored: readonly T[]): T[] {
  return stored.map((each, i) => ({ ...each, path: variables[i]?.path ?? each.path }));
}

/** Steps of `trainOnBatch` on all of the inputs, and the weights after them. */
export async function checkSteps(
  checks: Checks,
  model: AnyModel,
  stored: StoredModel,
  want: StoredSteps,
): Promise<void> {
  const sampleWeight = stored.sampleWeight === null ? {} : { sampleWeight: stored.sampleWeight as NDArray };
  for (let step = 0; step < want.steps; step++) {
    const logs = await model.trainOnBatch(stored.inputs, stored.targets, { ...sampleWeight, returnDict: true });
    checks.structure(`step ${step} loss`, logs["loss"], want.loss[step], stored.within("loss"));
    checks.structure(`step ${step} logs`, logs, want.logs[step], stored.within("loss"));
  }
  checkWeights(checks, "weights after", model.weights, want.weights, stored);
}
