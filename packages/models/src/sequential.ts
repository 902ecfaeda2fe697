import {
  type AnyLayer,
  type CallOptions,
  type Config,
  ConfigError,
  getMask,
  isRecord,
  isShape,
  KerasTensor,
  Layer,
  noteChange,
  OptionError,
  type Reading,
  refusal,
  type Shape,
  StateError,
  serializeKerasObject,
  type Tensor,
} from "@hornbeam/core";
import { InputLayer } from "@hornbeam/layers";
import { BaseModel } from "./_base-model.ts";
import { knownReading } from "./serialization/known-reading.ts";

/** What a Sequential is made of: layers, and first of all perhaps the tensor of an `Input`. */
export type SequentialPart = AnyLayer | Layer | KerasTensor;

/**
 * A plain stack of layers, each with one input and one output. Without an `Input` it is built when it first sees data.
 *
 * @see {@link https://keras.io/api/models/sequential/ | keras.Sequential}
 * @throws {OptionError} for what is no layer, a second Input, or a name that is taken.
 * @example
 * const model = new Sequential([Input({ shape: [4] }), new Dense({ units: 3 })]);
 * model.countParams(); // 15
 */
export class Sequential extends BaseModel<Tensor, Tensor> {
  static override readonly className: string = "Sequential";
  static override readonly kerasModule: string = "keras";

  /** All layers, that of the Input included. */
  readonly #stack: AnyLayer[] = [];
  #functional: BaseModel<Tensor, Tensor> | undefined;

  constructor(
    layers: readonly SequentialPart[] | null = [],
    options: { readonly name?: string | null; readonly trainable?: boolean; readonly dtype?: string | null } = {},
  ) {
    super(options);
    if (layers !== null && !Array.isArray(layers)) {
      throw refusal(OptionError, {
        action: "create Sequential",
        expected: "its layers must be a list",
        received: layers,
      });
    }
    for (const layer of layers ?? []) this.#push(layer);
    this.#rebuild();
  }

  /** Puts a layer on top. */
  add(layer: SequentialPart): void {
    this.#push(layer);
    this.#rebuild();
  }
  /** Takes the last layer off. */
  pop(): AnyLayer {
    const last = this.layers.length > 0 ? this.#stack.pop() : undefined;
    if (!last)
      throw refusal(StateError, { action: `pop a layer of ${this[Symbol.toStringTag]}`, expected: "it has no layers" });
    this.#rebuild();
    return last;
  }

  override get layers(): readonly AnyLayer[] {
    return this.#stack[0] instanceof InputLayer ? this.#stack.slice(1) : [...this.#stack];
  }
  override sublayers(): readonly AnyLayer[] {
    return this.#stack;
  }
  override get built(): boolean {
    return this.#functional !== undefined || (super.built && this.layers.every((layer) => layer.built));
  }
  override get inputs(): readonly KerasTensor[] {
    return this.#known("inputs").inputs;
  }
  override get outputs(): readonly KerasTensor[] {
    return this.#known("outputs").outputs;
  }
  override get input(): never {
    return this.#known("input").input;
  }
  override get output(): never {
    return this.#known("output").output;
  }
  override get outputNames(): readonly string[] | undefined {
    return this.#functional?.outputNames;
  }
  get inputShape(): Shape {
    return this.inputs[0]!.shape;
  }
  get outputShape(): Shape {
    return this.outputs[0]!.shape;
  }
  /** The functional model that the stack amounts to, once it is built. */
  get functional(): BaseModel<Tensor, Tensor> | undefined {
    return this.#functional;
  }

  /** Builds every layer for inputs of a shape, the batch axis included. */
  override build(inputShape: Shape): void {
    const action = `build ${this[Symbol.toStringTag]}`;
    if (!isShape(inputShape)) return; // several inputs: the layers are built by their first call
    if (this.#stack.length === 0)
      throw refusal(StateError, { action, expected: "it has no layers", hint: "Add some with `add`." });
    const first = this.#stack[0];
    if (!(first instanceof InputLayer))
      this.#stack.unshift(new InputLayer({ batchShape: inputShape, dtype: first!.computeDType }) as never);
    else if (!sameSizes(first.batchShape, inputShape)) {
      throw refusal(StateError, {
        action,
        expected: `its Input has shape ${show(first.batchShape)}`,
        receivedAs: "shape",
        received: inputShape,
      });
    }
    const input = (this.#stack[0] as unknown as InputLayer).output;
    const output = this.layers.reduce((x, layer) => (layer as unknown as Layer)(x), input);
    this.#functional = new BaseModel<Tensor, Tensor>({ inputs: input, outputs: output, name: this.name });
  }

  override call(inputs: Tensor, _options: CallOptions): Tensor {
    if (this.#functional) return this.#functional.runGraph(inputs, this[Symbol.toStringTag]);
    return this.layers.reduce((x, layer) => (layer as unknown as Layer)(x, { mask: getMask(x) }), inputs);
  }

  override getConfig(): Config {
    const layers = this.#stack.map(serializeKerasObject);
    const built = this.#functional && { build_input_shape: (this.#stack[0] as unknown as InputLayer).batchShape };
    return { ...super.getConfig(), layers, ...built };
  }
  override getBuildConfig(): Config | undefined {
    return this.#functional ? { input_shape: (this.#stack[0] as unknown as InputLayer).batchShape } : undefined;
  }

  static override fromConfig<T>(
    this: abstract new (
      ...args: never[]
    ) => T,
    config: Config,
    reading: Reading = knownReading(),
  ): T {
    const Class = this as unknown as new (layers: unknown[], options: object) => T; // called on a class that can be made
    const { name, trainable, layers, build_input_shape: shape } = config;
    if (!Array.isArray(layers)) {
      throw refusal(ConfigError, {
        action: "read the config of a Sequential",
        expected: "`layers` must be a list",
        received: layers,
      });
    }
    const made = layers.map((layer) =>
      reading.resolve(isRecord(layer) ? layer : null, { parent: Layer, expects: "a layer" }),
    );
    const options = {
      name: typeof name === "string" ? name : null,
      ...(typeof trainable === "boolean" && { trainable }),
    };
    const model = new Class(made, options);
    const sequential = model as unknown as Sequential;
    if (!sequential.functional && isShape(shape) && made.length > 0) sequential.build(shape);
    return model;
  }

  #push(part: SequentialPart): void {
    const action = `add a layer to ${this[Symbol.toStringTag]}`;
    const layer = part instanceof KerasTensor ? part.history?.operation : part;
    if (!(layer instanceof Layer)) {
      throw refusal(OptionError, { action, expected: "it must be a layer, or the tensor of an Input", received: part });
    }
    if (this.#stack.some((other) => other.name === layer.name)) {
      const hint = "Names must be unique within a model: give one in the options.";
      throw refusal(OptionError, {
        action,
        expected: "its layers must have different names",
        receivedAs: "a second",
        received: layer.name,
        hint,
      });
    }
    if (layer instanceof InputLayer && this.#stack.length > 0) {
      const expected = "an Input must come first, and once";
      throw refusal(OptionError, { action, expected, received: layer });
    }
    this.#stack.push(layer as unknown as AnyLayer);
  }

  #rebuild(): void {
    noteChange();
    this.#functional = undefined;
    this.unbuild();
    const first = this.#stack[0];
    if (this.#stack.length < 2) return;
    if (first instanceof InputLayer) this.build(first.batchShape);
    else if (first instanceof BaseModel && first.graph && first.inputs.length === 1) this.build(first.inputs[0]!.shape);
  }

  #known(what: string): BaseModel<Tensor, Tensor> {
    if (this.#functional) return this.#functional;
    const hint = "Begin with an `Input`, call `build`, or train it.";
    throw refusal(StateError, {
      action: `read the ${what} of ${this[Symbol.toStringTag]}`,
      expected: "it must have been built",
      hint,
    });
  }
}

function sameSizes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
function show(shape: Shape): string {
  return `[${shape.map((size) => size ?? "null").join(", ")}]`;
}
