import { type Tensor, tidy } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import type { NDArray } from "../array/nd-array.ts";
import { addLossToCall, inEarnest, trace } from "../context/call-context.ts";
import { refusal, StateError } from "../errors.ts";
import type { KerasTensor, TensorSpec } from "../graph/keras-tensor.ts";
import type { Arguments, Node, Operation } from "../graph/operation.ts";
import { mapStructure } from "../graph/structure.ts";
import { currentPath, nameScope } from "../names/name-scope.ts";
import { uniqueName } from "../names/unique-name.ts";
import { snakeNameOf } from "../objects/class-name.ts";
import { Configured } from "../objects/configured.ts";
import type { DTypePolicy } from "../objects/dtype-policy.ts";
import type { Regularizer } from "../objects/regularizer.ts";
import { noteChange } from "../recording.ts";
import type { Config } from "../serialization/config.ts";
import { isAnyRegularized, Variable } from "../tensor/variable.ts";
import { applyLayer } from "./_apply.ts";
import { argumentsOf, callArgumentsOf } from "./_arguments.ts";
import { firstNode } from "./_first-node.ts";
import { disposeParts, penaltiesOf, sublayersOf, variablesOf } from "./_tracking.ts";
import { countWeights, readWeights, writeWeights } from "./_weight-values.ts";
import type { InputSpec } from "./input-spec.ts";
import { layerOptions } from "./layer-options.ts";
import { mapShapes, symbolicOf } from "./shapes.ts";
import type { CallOptions, Convertible, ShapeOf, Symbolic, WeightOptions } from "./types.ts";

/** A layer of any inputs and outputs. */
// biome-ignore lint/suspicious/noExplicitAny: of anything, to anything
export type AnyLayer = Layer<any, any>;

export interface Layer<In = Tensor, Out = Tensor> {
  (inputs: In, options?: CallOptions): Out;
  (inputs: Symbolic<In>, options?: CallOptions): Symbolic<Out>;
  (inputs: Convertible<In>, options?: CallOptions): Out;
}
/**
 * Parent of all layers: a function of tensors with weights. A sub-class says what it computes in `call`, and makes its
 * weights in `build`; shapes, names, scopes, graphs and configs follow.
 *
 * @see {@link https://keras.io/api/layers/base_layer/ | keras.layers.Layer}
 * @example
 * class Double extends Layer { override call(x: Tensor) { return ops.multiply(x, 2); } }
 * new Double()(Input({ shape: [4] })).shape; // [null, 4]
 */
export abstract class Layer<In = Tensor, Out = Tensor> extends Configured implements Operation {
  static override readonly schema: typeof layerOptions = layerOptions;

  declare readonly activityRegularizer: Regularizer | null;
  readonly #name: string;
  #dtypePolicy: DTypePolicy;
  readonly #own: Variable[] = [];
  readonly #nodes: Node[] = [];
  #trainable: boolean;
  #built = false;
  #building = false;
  #disposed = false;
  #buildShape: unknown;
  #losses: Tensor[] = [];
  /** What the layer demands of each input. */
  protected inputSpec: InputSpec | readonly InputSpec[] | undefined;
  /** Whether the mask of the input is passed on to the output. */
  protected readonly supportsMasking: boolean = false;
  /** Whether `call` reads `mask`, so that a graph must hand it over. */
  protected readonly takesMask: boolean = false;
  /** Whether there is nothing to build: the layer counts as built from the start, and its config has no shape. */
  protected readonly builtAtInit: boolean = false;
  /** What `training` is where nobody says. */
  protected readonly trainingByDefault: boolean = false;

  constructor(options?: object) {
    super(options);
    this.#name = (this.initial("name") as string | null) ?? uniqueName(snakeNameOf(new.target));
    this.#trainable = this.initial("trainable") as boolean;
    this.#dtypePolicy = this.initial("dtype") as DTypePolicy;
    noteChange(); // it may take the place of another
    const build = this.build;
    const wrapped = (inputShape: ShapeOf<In>): void => this.#build(inputShape, build);
    Object.defineProperty(this, "build", { value: wrapped, configurable: true, writable: true });
  }

  /** Makes the next call build the layer again, as a stack of layers that grows must. */
  protected unbuild(): void {
    this.#built = false;
  }

  /** What the layer computes. Tensors made on the way are freed; the result is the caller's. */
  abstract call(inputs: In, options: CallOptions): Out;

  /** Makes the weights, once, before the first call. A layer without own weights builds its parts by a dry run of `call`. */
  build(inputShape: ShapeOf<In>): void {
    if (this.sublayers().some((layer) => !layer.built))
      this.computeOutputSpec(symbolicOf(inputShape) as Symbolic<In>, {});
  }

  /** Shape of the output for inputs of a shape. Found by a dry run of `call` unless a layer says it. */
  computeOutputShape(inputShape: ShapeOf<In>): ShapeOf<Out> {
    const specs = this.#traceCall(symbolicOf(inputShape) as Symbolic<In>, {});
    return mapStructure(specs, (spec) => (spec as TensorSpec).shape) as ShapeOf<Out>;
  }

  /** Shapes and dtypes of the output for symbolic inputs. */
  computeOutputSpec(inputs: Symbolic<In>, options: CallOptions): Symbolic<Out> {
    if (this.#building || this.computeOutputShape === Layer.prototype.computeOutputShape)
      return this.#traceCall(inputs, options);
    const shapes = this.computeOutputShape(
      mapStructure(inputs, (tensor) => (tensor as KerasTensor).shape) as ShapeOf<In>,
    );
    return symbolicOf(shapes, this.computeDType) as Symbolic<Out>;
  }

  /** The mask of the output, from those of the inputs. */
  computeMask(_inputs: unknown, previousMask: unknown): unknown {
    return previousMask;
  }

  /** The call's arguments as Keras orders them, for a graph's config. */
  toKerasArguments(inputs: unknown, options: CallOptions): Arguments {
    return argumentsOf(inputs, options);
  }
  /** The reverse of `toKerasArguments`. */
  fromKerasArguments(call: Arguments): { inputs: unknown; options: CallOptions } {
    return callArgumentsOf(call);
  }
  get name(): string {
    return this.#name;
  }
  get built(): boolean {
    return this.#built || this.builtAtInit;
  }
  get dtypePolicy(): DTypePolicy {
    return this.#dtypePolicy;
  }
  /** What the weights are stored in. */
  get dtype(): DType {
    return this.#dtypePolicy.variableDType;
  }
  get computeDType(): DType {
    return this.#dtypePolicy.computeDType;
  }

  /** Whether training changes the weights; goes to all layers inside. */
  get trainable(): boolean {
    return this.#trainable;
  }
  set trainable(value: boolean) {
    noteChange();
    this.#trainable = value;
    for (const variable of this.#own)
      if (variable.trainable !== value && this.#startsTrainable.has(variable)) variable.trainable = value;
    for (const layer of this.sublayers()) layer.trainable = value;
  }
  readonly #startsTrainable = new Set<Variable>();

  /** Layers that this one holds in its fields, in lists or in records, in the order in which they were set. */
  sublayers(): readonly AnyLayer[] {
    return sublayersOf(this);
  }
  /** This layer's own variables: trainable ones first. */
  get ownVariables(): readonly Variable[] {
    const isFirst = (variable: Variable): boolean => this.#startsTrainable.has(variable);
    return [...this.#own.filter(isFirst), ...this.#own.filter((variable) => !isFirst(variable))];
  }
  /** All variables, the state of random seeds included. */
  get variables(): readonly Variable[] {
    return variablesOf(this, true);
  }
  /** All weights: own ones first (trainable, then not), then those of the layers inside. */
  get weights(): readonly Variable[] {
    return variablesOf(this, false);
  }
  get trainableWeights(): readonly Variable[] {
    return this.trainable ? this.weights.filter((variable) => variable.trainable) : [];
  }
  get nonTrainableWeights(): readonly Variable[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((variable) => !trainable.has(variable));
  }

  /** Copies of all weights on the host, in the order of `weights`. */
  getWeights(): NDArray[] {
    return readWeights(this.weights);
  }
  /** @throws {ShapeError} when number or shapes differ; then nothing is changed. */
  setWeights(values: readonly (NDArray | Tensor | readonly unknown[])[]): void {
    writeWeights(this[Symbol.toStringTag], this.weights, values);
  }

  /** @throws {StateError} when the layer has not been built. */
  countParams(): number {
    return countWeights(this);
  }

  /** Losses of the last call (activities, `addLoss`), then penalties of trainable weights. */
  get losses(): readonly Tensor[] {
    const own = this.#losses.filter((loss) => !loss.isDisposed);
    return isAnyRegularized() ? [...own, ...penaltiesOf(this)] : own;
  }

  /** Calls of the layer on symbolic tensors. */
  get inboundNodes(): Node[] {
    return this.#nodes;
  }
  /** The symbolic input of the first call. */
  get input(): Symbolic<In> {
    return firstNode(this, "input").call.args[0] as Symbolic<In>;
  }
  /** The symbolic output of the first call. */
  get output(): Symbolic<Out> {
    return firstNode(this, "output").outputStructure as Symbolic<Out>;
  }

  applyTo(call: Arguments): unknown {
    const { inputs, options } = this.fromKerasArguments(call);
    return this.__call__(inputs as In, options);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), dtype: this.#dtypePolicy.serialize() };
  }
  /** What `buildFromConfig` needs, in Keras' form. */
  getBuildConfig(): Config | undefined {
    return this.#buildShape === undefined ? undefined : { input_shape: this.#buildShape };
  }
  buildFromConfig(config: Config): void {
    const shape = config["input_shape"];
    if (shape !== undefined && shape !== null && !this.#built) this.build(shape as ShapeOf<In>);
  }

  /** Frees the weights; a second call does nothing. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const loss of this.#losses.splice(0)) loss.dispose();
    for (const variable of this.#own) variable[Symbol.dispose]();
    disposeParts(this);
  }
  override get [Symbol.toStringTag](): string {
    return `${super[Symbol.toStringTag]} "${this.#name}"`;
  }

  /** A variable of the layer: a weight, or a statistic that training does not change. */
  protected addWeight(options: WeightOptions): Variable {
    const { initializer, trainable = true, ...rest } = options;
    const dtype = options.dtype ?? this.dtype;
    const variable = new Variable({ ...rest, dtype, initializer, trainable: trainable && this.#trainable });
    this.#own.push(variable);
    if (trainable) this.#startsTrainable.add(variable);
    return variable;
  }

  /**
   * Adds a scalar to the losses of the call at hand; for use in `call`.
   *
   * @throws {StateError} outside of a call.
   */
  protected addLoss(loss: Tensor): void {
    addLossToCall(loss, this[Symbol.toStringTag]);
  }

  protected __call__(inputs: In | Symbolic<In>, options: CallOptions = {}): Out | Symbolic<Out> {
    if (this.#disposed)
      throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected: "it was disposed of" });
    return applyLayer(
      this as never,
      {
        inputSpec: this.inputSpec,
        supportsMasking: this.supportsMasking,
        takesMask: this.takesMask,
        trainingByDefault: this.trainingByDefault,
        keepLosses: (losses) => this.#keepLosses(losses),
      },
      inputs,
      options,
    ) as Out | Symbolic<Out>;
  }

  #build(inputShape: ShapeOf<In>, build: (shape: ShapeOf<In>) => void): void {
    if (this.#built) return;
    this.#building = true;
    try {
      nameScope(this.#name, () => {
        this.#dtypePolicy = this.#dtypePolicy.forPath(currentPath());
        tidy(() => void inEarnest(() => build.call(this, inputShape)));
      });
    } finally {
      this.#building = false;
    }
    this.#built = true;
    this.#buildShape = mapShapes(inputShape, (shape) => [...shape]);
  }
  #traceCall(inputs: Symbolic<In>, options: CallOptions): Symbolic<Out> {
    const call = () => this.call(inputs as unknown as In, options);
    // a build has opened the scope already
    return trace(() => (this.#building ? call() : nameScope(this.#name, call))) as Symbolic<Out>; // ops take symbolic tensors for tensors
  }
  #keepLosses(losses: Tensor[]): void {
    for (const loss of this.#losses) if (!loss.isDisposed) loss.dispose();
    this.#losses = losses;
  }
}
