import { countUp } from "@hornbeam/kernels";
import { floorDiv, scalar, type Tensor, type Variable as TfVariable } from "@hornbeam/kernels/tfjs";
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
import { isRecording, noteChange } from "../recording.ts";
import { Variable } from "../tensor/variable.ts";
import { warnOnce } from "../warn.ts";
import { checkClipping } from "./clipping.ts";
import { numberIn, RateHolder } from "./learning-rate.ts";
import { type LearningRate, type OptimizerValues, optimizerOptions } from "./options.ts";
import { type SlotVariableOptions, slotName, slotVariable } from "./slots.ts";

export interface OptimizerState extends OptimizerValues {}
/** What an optimizer keeps from step to step: the count, the learning rate and what stands beside weights. */
export abstract class OptimizerState extends Configured {
  static override readonly schema: typeof optimizerOptions = optimizerOptions;

  readonly #name: string;
  readonly #calls: Variable;
  readonly #rate: RateHolder;
  readonly #added: Variable[] = [];
  #steps: Variable | undefined;
  #lossScaleFactor: number | null;

  constructor(options?: object) {
    super(options);
    // a sub-class whose table leaves an option out has its default
    for (const [option, { initial }] of Object.entries<Option<unknown>>(optimizerOptions)) {
      if (!(option in this)) Object.defineProperty(this, option, { value: initial, configurable: true });
    }
    this.#name = (this.initial("name") as string | null) ?? uniqueName(classToSnakeCase(classNameOf(new.target)));
    this.#lossScaleFactor = (this.initial("lossScaleFactor") ?? null) as number | null;
    const rate = (this.initial("learningRate") ?? 0) as LearningRate;
    [this.#calls, this.#rate] = nameScope(this.#name, () => [counter("iteration"), new RateHolder(rate)]);
  }

  /** Whether the variables beside the weights have been made. */
  abstract get built(): boolean;

  get name(): string {
    return this.#name;
  }
  /** Number of steps so far, in memory once there was one. Calls that only gather gradients do not count. */
  get iterations(): Variable {
    const every = this.gradientAccumulationSteps;
    if (every === null) return this.#calls;
    const steps = (this.#steps ??= counter("iterations"));
    if (!isRecording()) return steps.assign(this.steps);
    tidy(() => void steps.assign(floorDiv(this.#calls.value, scalar(every, "int32"))));
    return steps;
  }
  /** What the loss is multiplied with, and gradients are divided by. */
  get lossScaleFactor(): number | null {
    return this.#lossScaleFactor;
  }
  set lossScaleFactor(factor: number | null) {
    noteChange();
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
    return this.#rate.at(this.calls);
  }
  /** The state in Keras' order: the count, the learning rate unless it is a schedule, then what stands beside weights. */
  get variables(): readonly Variable[] {
    const rate = this.#rate.variable;
    return [this.#calls, ...(rate ? [rate] : []), ...this.#added];
  }
  /** All that takes memory: the state, and counts that follow from it and are not saved. */
  get allVariables(): readonly Variable[] {
    return this.#steps ? [...this.variables, this.#steps] : this.variables;
  }

  /** @throws {ShapeError} when number or shapes differ; then nothing is changed. */
  setWeights(values: Parameters<typeof writeWeights>[2]): void {
    if (!this.built) {
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
    for (const variable of this.allVariables) variable[Symbol.dispose]();
  }
  override get [Symbol.toStringTag](): string {
    return `${super[Symbol.toStringTag]} "${this.#name}"`;
  }

  protected override validate(): void {
    checkClipping(`create ${super[Symbol.toStringTag]}`, this); // the name is not known yet
  }
  /** Number of steps so far, as a number. */
  protected get steps(): number {
    return Math.floor(this.calls / (this.gradientAccumulationSteps ?? 1));
  }
  /** Number of calls so far, those that only gather gradients included. */
  protected get calls(): number {
    return numberIn(this.#calls);
  }
  /** Counts a call. */
  protected count(): void {
    countUp(this.#calls.value as TfVariable); // what a variable holds is one of the backend's
  }
  /** The learning rate of the next step, `[]`, where it is in memory. */
  protected get rateInMemory(): Tensor {
    return this.#rate.inMemory(() => this.calls);
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
}

/** A variable that counts. */
function counter(name: string): Variable {
  const initializer = NDArray.zeros([], "int64");
  return new Variable({ name, shape: [], dtype: "int64", initializer, trainable: false });
}
