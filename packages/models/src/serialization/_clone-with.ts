import {
  type AnyLayer,
  type Config,
  type Deserializer,
  flatten,
  isBranch,
  isKerasTensor,
  type KerasTensor,
  Layer,
  type Operation,
  OpOperation,
  OptionError,
  packAs,
  refusal,
  serializeKerasObject,
} from "@hornbeam/core";
import { Input, InputLayer } from "@hornbeam/layers";
import { BaseModel } from "../_base-model.ts";
import { runGraph } from "../graph/run-graph.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import type { CloneModelOptions } from "./clone-model.ts";

type Copy = (operation: Operation) => Operation;

/** How operations are copied, and called. */
interface Ways extends Pick<CloneModelOptions, "callFunction"> {
  readonly copy: Copy;
}

/** Whether options ask for nothing. */
export function isDefault(options: CloneModelOptions): boolean {
  return Object.values(options).every((value) => value === undefined || value === false);
}

/** A model with other layers or inputs. */
export function cloneWith(model: Model, options: CloneModelOptions, reading: Deserializer): Model {
  const action = `clone ${model[Symbol.toStringTag]}`;
  const { cloneFunction, callFunction, inputTensors, recursive = false } = options;
  if (cloneFunction !== undefined && typeof cloneFunction !== "function") {
    const expected = "`cloneFunction` must be a function of a layer";
    throw refusal(OptionError, { action, option: "cloneFunction", expected, received: cloneFunction });
  }
  checkCall(model, callFunction, action);
  const copies = new Map<Operation, Operation>();
  const copy: Copy = (operation) => {
    const known = copies.get(operation);
    if (known) return known;
    const made =
      recursive && operation instanceof BaseModel && isCloneable(operation)
        ? (cloneParts(operation, undefined, { copy, callFunction }, reading) as unknown as Operation)
        : copyOf(operation, cloneFunction, reading, action);
    copies.set(operation, made);
    return made;
  };
  if (isCloneable(model)) return cloneParts(model, inputTensors, { copy, callFunction }, reading);
  const expected = "it must be a Sequential, or a model of inputs and outputs, for options to apply";
  throw refusal(OptionError, { action, expected, received: options });
}

function checkCall(model: Model, callFunction: unknown, action: string): void {
  if (callFunction === undefined) return;
  const option = "callFunction";
  if (model instanceof Sequential) {
    const expected = "`callFunction` is not supported with Sequential models, which call no layers when they are made";
    throw refusal(OptionError, { action, option, expected });
  }
  if (typeof callFunction === "function") return;
  const expected = "`callFunction` must be a function of an operation and a call";
  throw refusal(OptionError, { action, option, expected, received: callFunction });
}

function isCloneable(model: BaseModel): boolean {
  return model instanceof Sequential || model.graph !== undefined;
}

function cloneParts(model: BaseModel, inputTensors: unknown, ways: Ways, reading: Deserializer): Model {
  const clone =
    model instanceof Sequential ? cloneStack(model, inputTensors, ways.copy) : cloneGraph(model, inputTensors, ways);
  if (model.compiled) clone.compileFromConfig(serializeKerasObject(model.getCompileConfig()) as Config, reading);
  return clone;
}

function cloneStack(model: Sequential, inputTensors: unknown, copy: Copy): Model {
  const [first] = model.sublayers();
  const own = first instanceof InputLayer ? [(first as unknown as InputLayer).output] : [];
  const given = inputTensors === undefined ? own.map(inputLike) : checked(model, inputTensors, [null]);
  const layers = model.layers.map((layer) => copy(layer) as unknown as AnyLayer);
  return new Sequential([...given, ...layers], { name: model.name, trainable: model.trainable });
}

function cloneGraph(model: BaseModel, inputTensors: unknown, { copy, callFunction }: Ways): Model {
  const graph = model.graph!;
  const given = inputTensors === undefined ? graph.inputs.map(inputLike) : checked(model, inputTensors, model.input);
  const outputs = runGraph(graph, given, copy, callFunction);
  const structure: unknown = model.output;
  return new Model({
    inputs: packAs(model.input, given) as KerasTensor,
    outputs: packAs(structure, outputs) as KerasTensor,
    name: model.name,
  });
}

function inputLike(tensor: KerasTensor): KerasTensor {
  const name = tensor.history?.operation.name ?? tensor.name;
  return Input({ batchShape: tensor.shape, dtype: tensor.dtype, name });
}

function checked(model: BaseModel, inputTensors: unknown, structure: unknown): KerasTensor[] {
  const tensors = flatten(inputTensors);
  const alone = !isBranch(inputTensors) && model instanceof Sequential; // which takes one, in a list or not
  const fits = sameForm(alone ? [inputTensors] : inputTensors, structure);
  if (fits && tensors.every(isKerasTensor)) return tensors as KerasTensor[];
  throw refusal(OptionError, {
    action: `clone ${model[Symbol.toStringTag]}`,
    option: "inputTensors",
    expected: "`inputTensors` must be symbolic tensors in the same structure as the model's `input`",
    received: inputTensors,
  });
}

function sameForm(a: unknown, b: unknown): boolean {
  if (!isBranch(a) || !isBranch(b)) return isBranch(a) === isBranch(b);
  const [keys, others] = [Object.keys(a).sort(), Object.keys(b).sort()];
  const [parts, wanted] = [a, b] as Readonly<Record<string, unknown>>[];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.join("\n") === others.join("\n") &&
    keys.every((key) => sameForm(parts![key], wanted![key]))
  );
}

/** A layer by the caller's function, or by its config; neither built nor compiled. */
function copyOf(
  operation: Operation,
  cloneFunction: CloneModelOptions["cloneFunction"],
  reading: Deserializer,
  action: string,
): Operation {
  if (operation instanceof OpOperation) return OpOperation.fromConfig(operation.definition, operation.getConfig());
  if (cloneFunction === undefined) {
    const { build_config: _, compile_config: __, ...config } = serializeKerasObject(operation) as Config;
    return reading.deserialize(config) as Operation;
  }
  const made: unknown = cloneFunction(operation as unknown as AnyLayer);
  if (made instanceof Layer) return made as unknown as Operation;
  const expected = `\`cloneFunction\` must return a layer for "${operation.name}"`;
  throw refusal(OptionError, { action, option: "cloneFunction", expected, received: made });
}
