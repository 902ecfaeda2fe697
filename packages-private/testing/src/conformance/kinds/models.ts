import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checks } from "../checks.ts";
import type { Context } from "../context.ts";
import {
  checkAnatomy,
  checkOutputs,
  checkSteps,
  checkSummary,
  checkWeights,
  withPathsOf,
} from "../model/model-checks.ts";
import { loadModel, StoredModel } from "../model/stored-model.ts";
import { subclassed } from "../model/subclassed.ts";
import { loadTfjs } from "../model/tfjs-model.ts";
import { type AnyModel, modelFromConfig } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { outcomeOf } from "../replay-case.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import type { Replayer } from "./replayer.ts";

type Part = (stored: StoredModel, context: Context, checks: Checks) => Promise<void>;

/** A whole model that Keras (or TensorFlow.js) saved: one outcome for each thing that can be done with its files. */
export const models: Replayer = async (testCase, context) => {
  const stored = new StoredModel(testCase, context.folder);
  const outcomes: Outcome[] = [];
  for (const [name, part] of Object.entries(partsOf(testCase["tfjsLayers"] !== undefined, stored))) {
    outcomes.push(await outcomeOf("model", `${stored.id}/${name}`, (checks) => part(stored, context, checks), context));
  }
  return outcomes;
};

function partsOf(tfjs: boolean, stored: StoredModel): Record<string, Part> {
  if (tfjs) return { tfjs: tfjsFormat };
  if (stored.id === "subclassed") return subclassed;
  return {
    keras: kerasFormat,
    config: configuration,
    weights: weightsFormat,
    ...(stored.h5.file && { h5: h5Format }),
    ...(stored.trainOnBatch && { train }),
    ...(stored.resume && { resume: resume("trained.keras"), "resume-h5": resumeFromH5 }),
    "round-trip": roundTrip,
  };
}

/** `model.keras`: what it predicts, and everything that it is made of. */
async function kerasFormat(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const model = checks.own(await loadModel(context, stored.file("model.keras")));
  await checkOutputs(checks, model, stored, stored.outputs);
  checkAnatomy(checks, model, stored);
}

/** `config.json`: read and written again. */
async function configuration(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const text = await readFile(stored.file("config.json"), "utf8");
  const fromJSON = context.packages.get("models", "modelFromJSON") as (text: string) => AnyModel;
  const model = checks.own(await fromJSON(text));
  checks.json("config", withoutCompile(JSON.parse(model.toJSON())), withoutCompile(JSON.parse(text)));
}

/** Whether a text holds how the model was compiled is the concern of the other formats. */
function withoutCompile(config: unknown): unknown {
  const { compile_config: _, ...rest } = config as Record<string, unknown>;
  return rest;
}

/** `model.weights.h5` into a model of the same configuration. */
async function weightsFormat(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const model = checks.own(modelFromConfig(context, withoutCompile(await stored.config())));
  await giveWords(model, async () => checks.own(await loadModel(context, stored.file("model.keras"))));
  await model.loadWeights(stored.file("model.weights.h5"));
  await checkOutputs(checks, model, stored, stored.outputs);
}

/** Words that layers have learned are in `model.keras` alone: neither a config nor a file of weights has them. */
async function giveWords(model: AnyModel, learned: () => Promise<AnyModel>): Promise<void> {
  const learning = (model.layers as readonly Partial<Learning>[]).map(
    (layer) => layer.setVocabulary && layer.getConfig?.()["vocabulary"] === null,
  );
  if (!learning.includes(true)) return;
  const from = (await learned()).layers as unknown as readonly Learning[]; // layers of the same classes
  (model.layers as unknown as readonly Learning[]).forEach((layer, i) => {
    if (learning[i]) layer.setVocabulary(from[i]!.getVocabulary());
  });
}
interface Learning {
  getConfig(): Record<string, unknown>;
  getVocabulary(): readonly unknown[];
  setVocabulary(vocabulary: readonly unknown[]): void;
}

/** `model.h5`, as Keras itself can read it. */
async function h5Format(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const options = stored.h5.compile ? undefined : { compile: false };
  const model = checks.own(await loadModel(context, stored.file("model.h5"), options));
  await checkOutputs(checks, model, stored, stored.outputs);
}

async function train(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const model = checks.own(await loadModel(context, stored.file("model.keras")));
  await checkSteps(checks, model, stored, stored.trainOnBatch!);
}

/** The trained model with its optimizer (its variables by their paths, or by their places): what it predicts, and how training goes on. */
function resume(file: string, byPlace = false): Part {
  return async (stored, context, checks) => {
    await stored.require(context);
    const wanted = stored.resume!;
    const model = checks.own(await loadModel(context, stored.file(file)));
    await checkOutputs(checks, model, stored, wanted.outputs);
    const { variables } = model.optimizer;
    const state = byPlace ? withPathsOf(variables, wanted.optimizer) : wanted.optimizer;
    checkWeights(checks, "optimizer", variables, state, stored);
    if (wanted.summary !== undefined) checkSummary(checks, model, wanted.summary);
    await checkSteps(checks, model, stored, wanted);
  };
}

/** `trained.h5`: predictions, and the state of the optimizer where Keras reads the training config of such a file. */
async function resumeFromH5(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  if (stored.h5.compile) return await resume("trained.h5", true)(stored, context, checks);
  await stored.require(context);
  const model = checks.own(await loadModel(context, stored.file("trained.h5"), { compile: false }));
  await checkOutputs(checks, model, stored, stored.resume!.outputs);
}

/** What is saved here is read here: the same predictions, weights and configuration. */
async function roundTrip(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  await stored.require(context);
  const model = checks.own(await loadModel(context, stored.file("model.keras")));
  await inEmptyFolder(async (folder) => {
    for (const name of stored.h5.file ? ["again.keras", "again.h5"] : ["again.keras"]) {
      const path = join(folder, name);
      await model.save(path);
      const again = checks.own(await loadModel(context, path, name.endsWith(".h5") ? { compile: false } : undefined));
      await checkOutputs(checks, again, stored, stored.outputs);
      checks.json(
        `${name} config`,
        withoutCompile(JSON.parse(again.toJSON())),
        withoutCompile(JSON.parse(model.toJSON())),
      );
    }
    await model.saveWeights(join(folder, "again.weights.h5"));
    const fresh = checks.own(modelFromConfig(context, withoutCompile(await stored.config())));
    await giveWords(fresh, async () => model);
    await fresh.loadWeights(join(folder, "again.weights.h5"));
    await checkOutputs(checks, fresh, stored, stored.outputs);
  });
}

async function tfjsFormat(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
  const model = checks.own(await loadTfjs(context, stored.file("model.json")));
  await checkOutputs(checks, model, stored, stored.outputs);
  const layers = model.layers.map((layer) => ({ name: layer.name, params: layer.countParams() }));
  checks.json("layers", layers, stored.layers.map(({ name, params }) => ({ name, params }))); // biome-ignore format: one line
  checks.json("countParams", model.countParams(), stored.countParams["total"]);
}
