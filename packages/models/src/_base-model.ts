import {
  type AnyLayer,
  type CallOptions,
  type Config,
  ConfigError,
  classNameOf,
  flatten,
  isKerasTensor,
  type KerasTensor,
  Layer,
  OptionError,
  packAs,
  type Reading,
  refusal,
  type SerializedObject,
  ShapeError,
  type Structure,
  serializeKerasObject,
  type Tensor,
  uniqueName,
} from "@hornbeam/core";
import type { FileSource, FileTarget } from "@hornbeam/saving";
import { cloneNodes } from "./graph/clone-nodes.ts";
import { graphConfig, graphFromConfig } from "./graph/functional-config.ts";
import { type Graph, isInput, mapGraph } from "./graph/map-graph.ts";
import { runGraph } from "./graph/run-graph.ts";
import { adjustInput, matchInputs } from "./graph/standardize-inputs.ts";
import type { SaveModelOptions } from "./saving/save-model.ts";
import { stringifyJson } from "./saving/stringify-json.ts";
import { toYaml } from "./saving/to-yaml.ts";
import type { LoadWeightsOptions, SaveWeightsOptions } from "./saving/weights-files.ts";
import { type SummaryOptions, summaryText } from "./summary/summary.ts";
import { Trainer } from "./training/trainer.ts";

/** What a model is made of: symbolic tensors and the names that go with them. */
export interface ModelOptions {
  /** Where data comes in: tensors made by `Input`, or any tensors on the way. */
  readonly inputs?: Structure<KerasTensor>;
  /** What the model gives, in this structure; in Keras a list of one tensor counts as that tensor. */
  readonly outputs?: Structure<KerasTensor>;
  readonly name?: string | null;
  readonly trainable?: boolean;
  readonly dtype?: string | null;
}

/** What a model gives for symbolic tensors: one, or as many as it has outputs. */
export type SymbolicOutputs = KerasTensor & KerasTensor[];
type SymbolicInputs = KerasTensor | readonly KerasTensor[] | { readonly [name: string]: KerasTensor };

// biome-ignore lint/suspicious/noExplicitAny: what a model takes and gives is known to its author alone
export interface BaseModel<In = any, Out = any> {
  <const T extends SymbolicInputs>(inputs: T, options?: CallOptions): 0 extends 1 & T ? Out : SymbolicOutputs;
  (inputs: In, options?: CallOptions): Out;
}
/** What all models share. `Model` and `Sequential` extend it, each of which reads configs that name the other. */
// biome-ignore lint/suspicious/noExplicitAny: what a model takes and gives is known to its author alone
export class BaseModel<In = any, Out = any> extends Trainer<In, Out> {
  static override readonly className: string = "Model";
  static override readonly kerasModule: string = "keras";

  readonly #graph: Graph | undefined;
  readonly #inputStructure: unknown;
  readonly #outputStructure: unknown;

  constructor(options: ModelOptions = {}) {
    const { inputs, outputs, ...rest } = options;
    const functional = inputs !== undefined || outputs !== undefined;
    // a model of symbolic tensors goes by Keras' name for such models
    super(functional && isPlain(new.target) && rest.name == null ? { ...rest, name: uniqueName("functional") } : rest);
    if (!functional) return;
    checkTensors("inputs", inputs);
    checkTensors("outputs", outputs);
    const whole = flatten(inputs).every((tensor) => isInput(tensor as KerasTensor))
      ? { inputs, outputs }
      : cloneNodes(inputs, outputs);
    this.#inputStructure = whole.inputs;
    this.#outputStructure = whole.outputs;
    const owner = `${classNameOf(new.target)} "${this.name}"`;
    this.#graph = mapGraph(flatten(whole.inputs) as KerasTensor[], flatten(whole.outputs) as KerasTensor[], owner);
    this.build(null as never);
  }

  /** The graph of a functional model. */
  get graph(): Graph | undefined {
    return this.#graph;
  }
  /** Layers: those of the graph from the inputs to the outputs, or those in the fields of a sub-class. */
  get layers(): readonly AnyLayer[] {
    if (!this.#graph) return super.sublayers();
    return this.#graph.operations.filter((operation) => operation instanceof Layer) as AnyLayer[];
  }
  override sublayers(): readonly AnyLayer[] {
    return this.#graph ? [...new Set([...this.layers, ...super.sublayers()])] : super.sublayers();
  }

  get inputs(): readonly KerasTensor[] {
    return this.#graph?.inputs ?? [this.input as unknown as KerasTensor];
  }
  get outputs(): readonly KerasTensor[] {
    return this.#graph?.outputs ?? [this.output as unknown as KerasTensor];
  }
  override get input(): never {
    return (this.#graph ? this.#inputStructure : super.input) as never;
  }
  override get output(): never {
    return (this.#graph ? this.#outputStructure : super.output) as never;
  }
  /** Names of the layers that give the outputs: what losses and metrics are called after. */
  override get outputNames(): readonly string[] | undefined {
    return this.#graph?.outputs.map((tensor) => tensor.history!.operation.name);
  }

  /** Runs the graph. A sub-class without one says here what it computes. */
  override call(inputs: In, _options: CallOptions): Out {
    if (!this.#graph) {
      const hint = "Override `call`, or make the model of `inputs` and `outputs`.";
      throw refusal(OptionError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: "a model must say what it computes",
        hint,
      });
    }
    return this.runGraph(inputs, this[Symbol.toStringTag]);
  }
  /** Runs the graph in the name of a model. */
  runGraph(inputs: In, owner: string): Out {
    const graph = this.#graph!;
    const values = matchInputs(owner, inputs, this.#inputStructure).map((value, i) =>
      adjustInput(owner, value, graph.inputs[i]!),
    );
    const outputs = runGraph(graph, values as Tensor[]);
    const structure = this.#outputStructure;
    return (Array.isArray(structure) && outputs.length === 1 ? outputs[0] : packAs(structure, outputs)) as Out;
  }
  override build(inputShape: never): void {
    if (!this.#graph) super.build(inputShape);
  }

  /**
   * A layer by its name or its place.
   *
   * @throws {OptionError} when there is none.
   */
  getLayer(which: string | { readonly name?: string; readonly index?: number }): AnyLayer {
    const { name, index } = typeof which === "string" ? { name: which } : (which ?? {});
    const action = `get a layer of ${this[Symbol.toStringTag]}`;
    if ((name === undefined) === (index === undefined)) {
      throw refusal(OptionError, { action, expected: "either a name or an index must be given", received: which });
    }
    const layer = name === undefined ? this.layers.at(index!) : this.layers.find((each) => each.name === name);
    if (layer) return layer;
    const hint = `Its layers are ${this.layers.map((each) => `"${each.name}"`).join(", ")}.`;
    throw refusal(OptionError, { action, expected: "the layer must exist", received: name ?? index, hint });
  }

  /** Prints layers, shapes and numbers of parameters as Keras does; gives the text to `printFn` if there is one. */
  summary(options: SummaryOptions = {}): void {
    summaryText(this as never, options);
  }

  override getConfig(): Config {
    if (!this.#graph) return super.getConfig();
    return {
      name: this.name,
      trainable: this.trainable,
      ...graphConfig(this.#graph, this.#inputStructure, this.#outputStructure),
    };
  }
  override getBuildConfig(): Config | undefined {
    return this.#graph ? { input_shape: null } : super.getBuildConfig();
  }
  /** How configs name the class: functional models have a name of their own in Keras. */
  serializedIdentity(): Pick<SerializedObject, "module" | "class_name" | "registered_name"> | undefined {
    if (!this.#graph || !isPlain(this.constructor)) return undefined;
    return { module: "keras.src.models.functional", class_name: "Functional", registered_name: "Functional" };
  }

  static override fromConfig<T>(this: abstract new (...args: never[]) => T, config: Config, reading: Reading): T {
    const Class = this as unknown as new (options: object) => T; // called on a class that can be made
    if (!("layers" in config) || !("input_layers" in config)) return super.fromConfig.call(this, config, reading) as T;
    for (const key of Object.keys(config)) {
      if (["name", "trainable", "dtype", "layers", "input_layers", "output_layers"].includes(key)) continue;
      throw refusal(ConfigError, {
        action: "read the config of a functional model",
        expected: "its keys must be known",
        received: key,
      });
    }
    const { inputs, outputs } = graphFromConfig(config, reading);
    const { name, trainable } = config;
    return new Class({ inputs, outputs, name, ...(typeof trainable === "boolean" && { trainable }) });
  }

  /** The model's config as JSON text, in Keras' form. */
  toJSON(): string {
    return stringifyJson(serializeKerasObject(this));
  }
  /** The same as YAML text. */
  toYAML(): string {
    return toYaml(serializeKerasObject(this));
  }

  /**
   * Saves the whole model to a `.keras` file, or a legacy `.h5`; Keras opens both.
   *
   * @throws {OptionError} for another ending, or where there are no files: then use `saveModelToBytes`.
   */
  async save(target: FileTarget, options?: SaveModelOptions): Promise<void> {
    const { saveModel } = await import("./saving/save-model.ts");
    await saveModel(this, target, options);
  }
  /**
   * Saves weights and the optimizer's state to a `.weights.h5` or `.safetensors` file, or split to `.weights.json` and shards
   * beside it. Await it before training goes on.
   *
   * @throws {StateError} when the model has not been built.
   */
  async saveWeights(target: FileTarget, options?: SaveWeightsOptions): Promise<void> {
    const { saveWeights } = await import("./saving/weights-files.ts");
    await saveWeights(this, target, options);
  }
  /**
   * Takes the weights of a `.weights.h5`, `.weights.json`, `.safetensors`, `.keras` or legacy `.h5` file: by place, or by the
   * names of layers.
   *
   * @throws {LoadingError} where the file is damaged or another model's; then nothing is changed.
   */
  async loadWeights(source: FileSource, options?: LoadWeightsOptions): Promise<void> {
    const { loadWeights } = await import("./saving/weights-files.ts");
    await loadWeights(this, source, options);
  }
  /**
   * Refuses: formats of other runtimes are written by Keras, from the file that `save` gives.
   *
   * @throws {OptionError} always.
   * @see {@link https://keras.io/api/models/model_saving_apis/export/ | keras.Model.export}
   */
  async export(path: string | URL, { format = "tf_saved_model" }: { readonly format?: string } = {}): Promise<never> {
    throw refusal(OptionError, {
      action: `export ${this[Symbol.toStringTag]}`,
      expected: "formats of other runtimes are not written here",
      received: format,
      hint: `Save it to a .keras file, and in Python: keras.saving.load_model(file).export(${JSON.stringify(String(path))}, format=${JSON.stringify(format)}).`,
    });
  }
}

/** Whether a class is `Model` itself, and no sub-class of a user's. */
function isPlain(Class: object): boolean {
  return Object.hasOwn(Class, "className") && (Class as typeof BaseModel).className === "Model";
}

function checkTensors(what: "inputs" | "outputs", structure: unknown): void {
  const leaves = structure === undefined ? [undefined] : flatten(structure);
  const wrong = leaves.find((leaf) => !isKerasTensor(leaf));
  if (leaves.length > 0 && wrong === undefined && leaves.every(isKerasTensor)) return;
  const hint = "Make them with `Input`, and call layers on them.";
  throw refusal(ShapeError, {
    action: "create Model",
    expected: `all \`${what}\` must be symbolic tensors (KerasTensor)`,
    received: wrong,
    hint,
  });
}
