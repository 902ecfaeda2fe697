import {
  type AnyLayer,
  type Arguments,
  isRecord,
  type KerasTensor,
  type Operation,
  type Structure,
  serializeKerasObject,
} from "@hornbeam/core";
import type { Model } from "../model.ts";
import { checkOptions } from "../saving/save-options.ts";
import { cloneWith, isDefault } from "./_clone-with.ts";
import { defaultReading } from "./reading.ts";

export interface CloneModelOptions {
  /**
   * Gives what stands in the clone for a layer: another one, or the same to share its weights. Layers of the same configs and
   * new weights unless given. It is asked once for each layer, Inputs excepted; ops are copied.
   */
  readonly cloneFunction?: ((layer: AnyLayer) => AnyLayer) | undefined;
  /**
   * Calls what stands in the clone for a layer or op, `operation.applyTo(call)` unless given, and gives what comes out of
   * it there: other layers may follow. For models of inputs and outputs; a `Sequential` calls no layers when it is made.
   */
  readonly callFunction?: ((operation: Operation, call: Arguments) => unknown) | undefined;
  /** Symbolic tensors, in the structure of the model's `input`, that the clone begins with; new Inputs unless given. */
  readonly inputTensors?: Structure<KerasTensor> | undefined;
  /** Whether models inside the model are cloned in this way too, layer by layer; else each is passed as one layer. */
  readonly recursive?: boolean | undefined;
}

/**
 * A model of the same layers with new weights, compiled as the first one was. With options, which are for models of symbolic
 * tensors and `Sequential`s, its layers or inputs are others.
 *
 * @throws {OptionError} when an option is unknown or not acceptable, or the model's own `call` says what it computes.
 * @see {@link https://keras.io/api/models/model_saving_apis/ | keras.models.clone_model}
 * @example
 * const model = new Sequential([Input({ shape: [4] }), new Dense({ units: 3 })]);
 * const wide = cloneModel(model, { cloneFunction: () => new Dense({ units: 6 }) });
 * wide.countParams(); // 30
 */
export function cloneModel<M extends Model>(model: M): M;
export function cloneModel(model: Model, options: CloneModelOptions): Model;
export function cloneModel(model: Model, options: CloneModelOptions = {}): Model {
  checkOptions(`clone ${model[Symbol.toStringTag]}`, options, [
    "cloneFunction",
    "callFunction",
    "inputTensors",
    "recursive",
  ]);
  const classes = new Map<string, unknown>();
  collect(model as never, classes);
  const reading = defaultReading(Object.fromEntries(classes) as never);
  if (!isDefault(options)) return cloneWith(model, options, reading);
  return reading.deserialize(serializeKerasObject(model)) as Model;
}

/** The classes of a model's layers: those of users need not be registered to be cloned. */
function collect(layer: AnyLayer, classes: Map<string, unknown>): void {
  const serialized = serializeKerasObject(layer);
  if (isRecord(serialized) && serialized["registered_name"] && serialized["module"] === "builtins") {
    classes.set(String(serialized["registered_name"]), layer.constructor);
  }
  for (const inner of layer.sublayers()) collect(inner, classes);
}
