import {
  defineOptimizer,
  type Gradient,
  type LearningRate,
  nullable,
  number,
  Optimizer,
  OptionError,
  option,
  refusal,
  StateError,
  serializeKerasObject,
  type Variable,
} from "@hornbeam/core";
import { Wrapping } from "./_wrapping.ts";
import { LossScaleOptimizer } from "./loss-scale-optimizer.ts";
import { OptimizerMap } from "./optimizer-map.ts";

/** Says which optimizer a variable has. */
export type OptimizerChoice = OptimizerMap | ((variable: Variable) => Optimizer);

const choice = /* @__PURE__ */ option<OptimizerChoice>(
  "an OptimizerMap or a function of a variable",
  (input, reading) => {
    if (input instanceof Optimizer) return undefined;
    if (input instanceof OptimizerMap || typeof input === "function") return input as OptimizerChoice;
    const found = reading?.deserialize(input);
    return found instanceof OptimizerMap ? found : undefined;
  },
  serializeKerasObject,
);

/**
 * Several optimizers, each for its own variables.
 *
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.MultiOptimizer}
 * @example
 * new MultiOptimizer({ optimizerMap: new OptimizerMap({ defaultOptimizer: new Adam(), optimizerMap: { ".*bias": new SGD() } }) });
 */
export class MultiOptimizer extends /* @__PURE__ */ defineOptimizer(
  "keras.optimizers.MultiOptimizer",
  {
    /** Which optimizer a variable has. */
    optimizerMap: choice(),
    /** What the loss is multiplied with, and all gradients are divided by. */
    lossScaleFactor: nullable(number)(null),
  },
  Wrapping,
) {
  readonly #optimizers: Optimizer[] = knownTo(this.optimizerMap, super.lossScaleFactor);
  readonly #choice = new Map<Variable, Optimizer>();

  override build(variables: readonly Variable[]): void {
    for (const variable of variables) this.#choice.set(variable, this.#chosen(variable));
    for (const optimizer of this.#optimizers) {
      const own = variables.filter((variable) => this.#choice.get(variable) === optimizer);
      if (own.length > 0) optimizer.build(own);
    }
    super.build(variables);
  }

  override apply(gradients: readonly Gradient[], variables?: readonly Variable[]): void {
    if (gradients.length === 0) return;
    const targets = this.targets(`apply gradients by ${this[Symbol.toStringTag]}`, gradients, variables);
    for (const optimizer of this.#optimizers) {
      const pairs = targets.map((variable, i) => [gradients[i], variable] as const);
      optimizer.applyGradients(pairs.filter(([, variable]) => this.#choice.get(variable) === optimizer));
    }
    this.count();
  }

  override finalizeVariableValues(variables: readonly Variable[]): void {
    for (const optimizer of this.#optimizers) {
      optimizer.finalizeVariableValues(variables.filter((variable) => this.#choice.get(variable) === optimizer));
    }
  }

  override get kindOfStep(): string {
    return this.#optimizers.map(({ kindOfStep }) => kindOfStep).join();
  }
  /** The optimizers, each once. */
  get optimizers(): readonly Optimizer[] {
    return this.#optimizers;
  }
  override get variables(): readonly Variable[] {
    return [...super.variables, ...this.#optimizers.flatMap(({ variables }) => variables)];
  }
  override get allVariables(): readonly Variable[] {
    return [...super.allVariables, ...this.#optimizers.flatMap(({ allVariables }) => allVariables)];
  }
  override get lossScaleFactor(): number | null {
    return super.lossScaleFactor;
  }
  override set lossScaleFactor(factor: number | null) {
    super.lossScaleFactor = factor;
    for (const optimizer of this.#optimizers) optimizer.lossScaleFactor = factor;
  }
  /** @throws {StateError} always: each of the optimizers has its own. */
  override get learningRate(): LearningRate {
    throw this.#noRate("read");
  }
  override set learningRate(_: LearningRate) {
    throw this.#noRate("set");
  }
  /** @throws {StateError} always: each of the optimizers has its own. */
  override get currentLearningRate(): number {
    throw this.#noRate("read");
  }

  #chosen(variable: Variable): Optimizer {
    const optimizer: unknown = this.optimizerMap(variable);
    const fits = optimizer instanceof Optimizer;
    if (!fits || optimizer instanceof LossScaleOptimizer || optimizer instanceof MultiOptimizer) {
      throw refusal(OptionError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: `variable "${variable.path}" must have an optimizer that makes steps of its own`,
        received: optimizer,
      });
    }
    if (!this.#optimizers.includes(optimizer)) {
      optimizer.lossScaleFactor = this.lossScaleFactor;
      this.#optimizers.push(optimizer);
    }
    return optimizer;
  }
  #noRate(verb: string): StateError {
    return refusal(StateError, {
      action: `${verb} the learning rate of ${this[Symbol.toStringTag]}`,
      expected: "each of its optimizers has its own",
      hint: "See its `optimizers`.",
    });
  }
}

/** The optimizers that are known before any variable is, all with the scale of the loss. */
function knownTo(choice: OptimizerChoice, lossScaleFactor: number | null): Optimizer[] {
  const optimizers = choice instanceof OptimizerMap ? [...choice.optimizers] : [];
  for (const optimizer of optimizers) optimizer.lossScaleFactor = lossScaleFactor;
  return optimizers;
}
