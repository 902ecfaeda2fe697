import { div, mul, type Tensor } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import { refusal, StateError } from "../errors.ts";
import { writeWeights } from "../layer/_weight-values.ts";
import { tidy } from "../memory/scope.ts";
import { classToSnakeCase } from "../names/case.ts";
import { nameScope } from "../names/name-scope.ts";
import { uniqueName } from "../names/unique-name.ts";
import { classNameOf } from "../objects/class-name.ts";
import { Configured } from "../objects/configured.ts";
import type { Option } from "../options/option.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { Variable } from "../tensor/variable.ts";
import { warnOnce } from "../warn.ts";
import { GradientAccumulator } from "./accumulation.ts";
import { MovingAverages } from "./averages.ts";
import { checkClipping, clipGradients } from "./clipping.ts";
import { checkCount, checkKnown, existing, type Gradient, type Pairs } from "./gradients.ts";
import { numberIn, RateHolder } from "./learning-rate.ts";
import { type LearningRate, type OptimizerValues, optimizerOptions } from "./options.ts";
import { makeSlots, type SlotList, type Slots, type SlotVariableOptions, slotName, slotVariable } from "./slots.ts";
import { type DecayExclusion, WeightDecay } from "./weight-decay.ts";

export interface Optimizer extends OptimizerValues {}
/**
 * Parent of optimizers: what changes weights by their gradients. A sub-class names its slots and says in `updateStep`
 * what happens to one weight; the order around it is that of Keras: unscale, accumulate, clip, decay, step, average,
 * constrain, count.
 *
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.Optimizer}
 * @example
 * class Plain extends Optimizer {
 *   override readonly slots = [];
 *   override updateStep(gradient: Tensor, weight: Variable, learningRate: number) {
 *     weight.assignSub(ops.multiply(gradient, learningRate));
 *   }
 * }
 */
export abstract class Optimizer extends Configured {
  static override readonly schema: typeof optimizerOptions = optimizerOptions;
  /** Names of the variables that the optimizer keeps beside each weight. */
  abstract readonly slots: SlotList;

  readonly #name: string;
  readonly #iteration: Variable;
  readonly #rate: RateHolder;
  #lossScaleFactor: number | null;
  readonly #added: Variable[] = [];
  #trained: readonly Variable[] = [];
  #known: ReadonlySet<Variable> = new Set();
  #slots: ReadonlyMap<Variable, Slots> = new Map();
  #averages: MovingAverages | undefined;
  #accumulator: GradientAccumulator | undefined;
  #decay = new WeightDecay();
  #updates: Variable | undefined;
  #built = false;

  constructor(options?: object) {
    super(options);
    // a sub-class whose table leaves an option out has its default
    for (const [option, { initial }] of Object.entries<Option<unknown>>(optimizerOptions)) {
      if (!(option in this)) Object.defineProperty(this, option, { value: initial, configurable: true });
    }
    this.#name = (this.initial("name") as string | null) ?? uniqueName(classToSnakeCase(classNameOf(new.target)));
    [this.#iteration, this.#rate] = nameScope(this.#name, () => [
      new Variable({
        name: "iteration",
        shape: [],
        dtype: "int64",
        initializer: NDArray.zeros([], "int64"),
        trainable: false,
      }),
      new RateHolder((this.initial("learningRate") ?? 0) as LearningRate),
    ]);
    this.#lossScaleFactor = (this.initial("lossScaleFactor") ?? null) as number | null;
    const { build } = this;
    const once = (variables: readonly Variable[]): void => {
      if (this.#built) return;
      build.call(this, variables);
      this.#built = true;
    };
    Object.defineProperty(this, "build", { value: once, configurable: true, writable: true });
  }

  /**
   * Changes one weight. What is made on the way is freed.
   *
   * @param gradient Of the weight's shape; clipped and unscaled.
   * @param slots The variables beside this weight, by the names in `slots`.
   */
  abstract updateStep(gradient: Tensor, variable: Variable, learningRate: number, slots: Slots): void;

  /** Changes all weights. An optimizer whose step is one kernel for all of them overrides this. */
  protected updateAll(gradients: readonly Tensor[], variables: readonly Variable[], learningRate: number): void {
    variables.forEach((variable, i) => {
      tidy(() => this.updateStep(gradients[i]!, variable, learningRate, this.slotsOf(variable)));
    });
  }

  /** Makes the variables beside the weights, once. `apply` does it unless it was done before. */
  build(variables: readonly Variable[]): void {
    this.#trained = [...variables];
    this.#known = new Set(variables);
    const beside = (slot: string) =>
      new Map(variables.map((variable) => [variable, this.addVariableBeside(variable, slot)]));
    if (this.useEma) this.#averages = new MovingAverages(beside("average"));
    const steps = this.gradientAccumulationSteps;
    if (steps !== null) this.#accumulator = new GradientAccumulator(beside("gradient_accumulator"), steps);
    this.#slots = makeSlots(this.slots, variables, (variable, slot, initial) =>
      this.addVariableBeside(variable, slot, typeof initial === "number" ? initial : () => initial(variable)),
    );
  }

  /**
   * One step: changes weights by their gradients, which stay the caller's.
   *
   * @param variables Those that it was built with, unless given.
   * @throws {StateError} when a variable is not one that it was built with, or when no gradient exists.
   * @throws {OptionError} when there are more or fewer gradients than variables.
   */
  apply(gradients: readonly Gradient[], variables?: readonly Variable[]): void {
    if (gradients.length === 0) return;
    const action = `apply gradients by ${this[Symbol.toStringTag]}`;
    const targets = this.targets(action, gradients, variables);
    tidy(() => this.#step(existing(action, gradients, targets)));
  }
  /** The same for pairs of a gradient and its weight. */
  applyGradients(pairs: readonly (readonly [Gradient, Variable])[]): void {
    this.apply(
      pairs.map(([gradient]) => gradient),
      pairs.map(([, variable]) => variable),
    );
  }

  /** Excludes weights from the decay. Only before `build`. */
  excludeFromWeightDecay(exclusion: DecayExclusion): void {
    if (this.#built) {
      const expected = "it must not have been built yet";
      throw refusal(StateError, { action: `exclude weights from the decay of ${this[Symbol.toStringTag]}`, expected });
    }
    this.#decay = new WeightDecay(exclusion);
  }
  /** The running average of each weight, where `useEma` has them kept; known once it is built. */
  get averages(): ReadonlyMap<Variable, Variable> | undefined {
    return this.#averages?.byWeight;
  }
  /** Gives the weights their averages' values, where averages are kept. What `fit` does last. */
  finalizeVariableValues(variables: readonly Variable[]): void {
    this.#averages?.overwrite(variables);
  }
  /** The loss times `lossScaleFactor`. */
  scaleLoss(loss: TensorLike): Tensor {
    const scale = this.lossScaleFactor;
    return tidy(() => {
      const tensor = toTensor(loss, { dtype: "float32" });
      return scale === null ? tensor : mul(tensor, scale);
    });
  }

  get name(): string {
    return this.#name;
  }
  get built(): boolean {
    return this.#built;
  }
  /** Number of steps so far. Calls that only gather gradients do not count. */
  get iterations(): Variable {
    if (this.gradientAccumulationSteps === null) return this.#iteration;
    this.#updates ??= new Variable({
      name: "iterations",
      shape: [],
      dtype: "int64",
      initializer: zero,
      trainable: false,
    });
    return this.#updates.assign(this.steps);
  }
  /** What the loss is multiplied with, and gradients are divided by. */
  get lossScaleFactor(): number | null {
    return this.#lossScaleFactor;
  }
  set lossScaleFactor(factor: number | null) {
    this.#lossScaleFactor = factor;
  }
  /** What was set: a number, as float32 holds it, a schedule or a function. */
  get learningRate(): LearningRate {
    return this.#rate.given;
  }
  set learningRate(given: LearningRate) {
    this.#rate.set(this[Symbol.toStringTag], given);
  }
  /** The learning rate of the next step. */
  get currentLearningRate(): number {
    return this.#rate.at(numberIn(this.#iteration));
  }
  /** The state in Keras' order: the count, the learning rate unless it is a schedule, then what stands beside weights. */
  get variables(): readonly Variable[] {
    const rate = this.#rate.variable;
    return [this.#iteration, ...(rate ? [rate] : []), ...this.#added];
  }

  /** @throws {ShapeError} when number or shapes differ; then nothing is changed. */
  setWeights(values: Parameters<typeof writeWeights>[2]): void {
    if (!this.#built) {
      const hint = "Call its `build` with the trainable weights first.";
      const action = `set the weights of ${this[Symbol.toStringTag]}`;
      throw refusal(StateError, { action, expected: "it must have been built", hint });
    }
    writeWeights(this[Symbol.toStringTag], this.variables, values);
  }
  /** Copies of the state, by position: what a file holds. */
  saveOwnVariables(): Record<string, NDArray> {
    return Object.fromEntries(this.variables.map((variable, i) => [String(i), variable.numpy()]));
  }
  /** Takes the state of a file. One of another number of variables is passed over with a warning. */
  loadOwnVariables(store: Readonly<Record<string, NDArray>>): void {
    const { variables } = this;
    const saved = Object.keys(store).length;
    if (saved === variables.length) {
      writeWeights(
        this[Symbol.toStringTag],
        variables,
        variables.map((_, i) => store[i]!),
      );
      return;
    }
    warnOnce(
      `Skipping the variables of ${this[Symbol.toStringTag]}: it has ${variables.length}, the saved optimizer ${saved}.`,
    );
  }

  /** Frees the state; a second call does nothing. */
  [Symbol.dispose](): void {
    for (const variable of [...this.variables, ...(this.#updates ? [this.#updates] : [])]) variable[Symbol.dispose]();
  }
  override get [Symbol.toStringTag](): string {
    return `${super[Symbol.toStringTag]} "${this.#name}"`;
  }

  protected override validate(): void {
    checkClipping(`create ${super[Symbol.toStringTag]}`, this);
  }
  /** Number of steps so far, as a number. */
  protected get steps(): number {
    return Math.floor(numberIn(this.#iteration) / (this.gradientAccumulationSteps ?? 1));
  }
  /** What it was built with. */
  protected get trained(): readonly Variable[] {
    return this.#trained;
  }
  protected slotsOf(variable: Variable): Slots {
    return this.#slots.get(variable) ?? {};
  }
  /** One slot of each weight. */
  protected slotsNamed(slot: string, variables: readonly Variable[]): Variable[] {
    return variables.map((variable) => this.slotsOf(variable)[slot]!);
  }
  /** The decay of a weight: `weightDecay`, or null where it has none. */
  protected decayOf(_variable: Variable): number | null {
    return this.weightDecay;
  }
  /** A variable of the optimizer's own, saved with it. */
  protected addVariable(options: SlotVariableOptions): Variable {
    const variable = slotVariable(this.#name, options);
    this.#added.push(variable);
    return variable;
  }
  /** A variable of a weight's shape, named after it. */
  protected addVariableBeside(
    { shape, dtype, path }: Variable,
    slot: string,
    initial: number | (() => Tensor) = 0,
  ): Variable {
    return this.addVariable({ name: slotName(path, slot), shape, dtype, initial });
  }
  /** The weights that gradients belong to; builds the optimizer where that was not done. */
  protected targets(action: string, gradients: readonly unknown[], given?: readonly Variable[]): readonly Variable[] {
    if (!given && !this.#built) {
      const hint = "Call its `build` with the trainable weights, or pass them with the gradients.";
      throw refusal(StateError, { action, expected: "it must have been built on a list of variables", hint });
    }
    const variables = given ?? this.#trained;
    checkCount(action, gradients, variables);
    this.build(variables);
    checkKnown(action, variables, this.#known);
    return variables;
  }
  /** Counts a call. */
  protected count(): void {
    this.#iteration.assign(numberIn(this.#iteration) + 1);
  }

  #step({ gradients, variables }: Pairs): void {
    const scale = this.lossScaleFactor;
    const unscaled = scale === null ? gradients : gradients.map((gradient) => div(gradient, scale));
    const accumulator = this.#accumulator;
    const due = accumulator ? accumulator.add(unscaled, variables, numberIn(this.#iteration)) : unscaled;
    if (due) {
      const rate = this.currentLearningRate;
      const clipped = clipGradients(due, this);
      for (const variable of variables) {
        const decay = this.decayOf(variable);
        if (decay !== null && this.#decay.appliesTo(variable)) this.#decay.apply(variable, decay, rate);
      }
      this.updateAll(clipped, variables, rate);
    }
    this.#average();
    for (const variable of variables) if (variable.constraint) variable.assign(variable.constraint(variable));
    this.count();
  }
  #average(): void {
    if (!this.#averages) return;
    this.#averages.update(this.steps === 0 ? 0 : this.emaMomentum);
    const every = this.emaOverwriteFrequency;
    if (every !== null && (this.steps + 1) % every === 0) this.#averages.overwrite();
  }
}

function zero(): NDArray {
  return NDArray.zeros([], "int64");
}
