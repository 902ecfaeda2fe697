import { type AnyLayer, isRecord, serializeKerasObject } from "@hornbeam/core";
import type { Model } from "../model.ts";
import { defaultReading } from "./reading.ts";

/**
 * A model of the same layers with new weights, compiled as the first one was.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/ | keras.models.clone_model}
 */
export function cloneModel<M extends Model>(model: M): M {
  const classes = new Map<string, unknown>();
  collect(model as never, classes);
  const reading = defaultReading(Object.fromEntries(classes) as never);
  return reading.deserialize(serializeKerasObject(model)) as M;
}

/** The classes of a model's layers: those of users need not be registered to be cloned. */
function collect(layer: AnyLayer, classes: Map<string, unknown>): void {
  const serialized = serializeKerasObject(layer);
  if (isRecord(serialized) && serialized["registered_name"] && serialized["module"] === "builtins") {
    classes.set(String(serialized["registered_name"]), layer.constructor);
  }
  for (const inner of layer.sublayers()) collect(inner, classes);
}
