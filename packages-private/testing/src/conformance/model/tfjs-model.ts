import type { Context } from "../context.ts";
import type { AnyModel } from "../models.ts";
import { Missing } from "../outcome.ts";

/** Loads a model that tfjs-layers saved, by whichever function does that. */
export async function loadTfjs({ packages }: Context, path: string): Promise<AnyModel> {
  const names = ["loadTfjsModel", "loadTFJSModel", "loadLayersModel"];
  const load = packages.find("models", ...names) ?? packages.find("saving", ...names);
  if (typeof load !== "function") throw new Missing("a loader of models that TensorFlow.js saved");
  return (await (load as (path: string) => Promise<AnyModel>)(path)) as AnyModel;
}
