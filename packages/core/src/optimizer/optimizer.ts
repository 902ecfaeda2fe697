import { divideTensors } from "@hornbeam/kernels";
import { mul, type Tensor } from "@hornbeam/kernels/tfjs";
import { refusal, StateError } from "../errors.ts";
import { tidy } from "../memory/scope.ts";
import { unrecorded } from "../recording.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import type { Variable } from "../tensor/variable.ts";
import { GradientAccumulator } from "./accumulation.ts";
import { MovingAverages } from "./averages.ts";
import { clipGradients } from "./clipping.ts";
import { checkCount, checkKnown, existing, type Gradient, type Pairs } from "./gradients.ts";
import { OptimizerState } from "./optimizer-state.ts";
import { makeSlots, type SlotList, type Slots } from "./slots.ts";
import { Together } from "./together.ts";
import { type DecayExclusion, WeightDecay } from "./weight-decay.ts";

/**
 * Parent of optimizers: what changes weights by their gradients. A sub-class names its slots and says in `updateStep`
 * what happens to one weight; the order around it is that of Keras: unscale, accumulate, clip, decay, step, average,
 * constrain, count.
 *
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.Optimizer}
 * @example
 * class Plain extends Optimizer {
 *   override readonly slots = [];
 *   override updateStep(gradient: Tensor, weight: Variable, learningRate: Tensor) {
 *     weight.assignSub(ops.multiply(gradient, learningRate));
 *   }
 * }
 */
export abstract class Optimizer extends OptimizerState {
  /** Names of the variables that the optimizer keeps beside each weight; in JavaScript it may be left out where there are none. */
  abstract readonly slots: SlotList;

  #trained: readonly Variable[] = [];
  #known: ReadonlySet<Variable> = new Set();
  #slots: ReadonlyMap<Variable, Slots> = new Map();
  #averages: MovingAverages | undefined;
  #accumulator: GradientAccumulator | undefined;
  #decay = new WeightDecay();
  #built = false;

  constructor(options?: object) {
    super(options);
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
   * @param learningRate One number, `[]`, in memory: a recorded step reads it anew each time.
   * @param slots The variables beside this weight, by the names in `slots`.
   */
  abstract updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void;

  /**
   * Changes all weights, which are float32, in one call of the kernels: what an optimizer may have beside `updateStep`, for speed. A
   * sub-class with an `updateStep` of its own is left to that.
   */
  protected updateTogether?(step: Together): void;

  /** Changes all weights. */
  protected updateAll(step: Together): void {
    if (stepsTogether(this) && step.variables.every(({ value }) => value.dtype === "float32")) {
      this.updateTogether!(step);
      return;
    }
    step.variables.forEach((variable, i) => {
      tidy(() => this.updateStep(step.gradients[i]!, variable, step.learningRate, this.slotsOf(variable)));
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
    this.#slots = makeSlots(this.slots ?? [], variables, (variable, slot, initial) =>
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

  override get built(): boolean {
    return this.#built;
  }
  /**
   * What the number of the next step decides: whether gradients are only gathered, whether averages go to the weights.
   * A recorded step stands for steps of its own kind.
   */
  get kindOfStep(): string {
    const gathers = this.#accumulator !== undefined && (this.calls + 1) % this.gradientAccumulationSteps! !== 0;
    return `${gathers ? "gather" : "step"}${this.#averages && this.#overwrites ? " average" : ""}`;
  }

  protected slotsOf(variable: Variable): Slots {
    return this.#slots.get(variable) ?? {};
  }
  /** The decay of a weight: `weightDecay`, or null where it has none. */
  protected decayOf(_variable: Variable): number | null {
    return this.weightDecay;
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
  #step({ gradients, variables }: Pairs): void {
    const scale = this.lossScaleFactor;
    const unscaled = scale === null ? gradients : divideTensors(gradients, scale);
    const accumulator = this.#accumulator;
    const due = accumulator ? accumulator.add(unscaled, variables, this.#call) : unscaled;
    if (due) {
      const rate = this.rateInMemory;
      const clipped = clipGradients(due, this);
      this.#decay.apply(variables, (variable) => this.decayOf(variable), rate);
      this.updateAll(new Together(variables, clipped, rate, (variable) => this.slotsOf(variable)));
    }
    this.#average();
    for (const variable of variables) if (variable.constraint) variable.assign(variable.constraint(variable));
    this.count();
  }
  #average(): void {
    if (!this.#averages) return;
    this.#averages.update(this.emaMomentum, this.iterations.value);
    if (unrecorded(() => this.#overwrites)) this.#averages.overwrite();
  }
  get #call(): number {
    return unrecorded(() => this.calls);
  }
  get #overwrites(): boolean {
    const every = this.emaOverwriteFrequency;
    return every !== null && (this.steps + 1) % every === 0;
  }
}

/** Whether the step of all weights at once stands for `updateStep`: no class below the one that has it says that anew. */
function stepsTogether(optimizer: Optimizer): boolean {
  for (let owner: unknown = optimizer; owner; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, "updateTogether")) return true;
    if (Object.hasOwn(owner, "updateStep")) return false;
  }
  return false;
}
