import type { Tensor } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import { refusal, StateError } from "../errors.ts";
import { LearningRateSchedule } from "../objects/schedule.ts";
import { hostScalar } from "../recording.ts";
import { Variable } from "../tensor/variable.ts";
import type { LearningRate } from "./options.ts";

/** A learning rate on its way through a training: a number lives in a variable, which files hold. */
export class RateHolder {
  #rate: Variable | LearningRateSchedule | (() => number);

  constructor(given: LearningRate) {
    this.#rate = typeof given === "number" ? rateVariable(given) : given;
  }

  /** Where a number lives. */
  get variable(): Variable | null {
    return this.#rate instanceof Variable ? this.#rate : null;
  }
  /** What was set: a number as float32 holds it. */
  get given(): LearningRate {
    return this.#rate instanceof Variable ? numberIn(this.#rate) : this.#rate;
  }
  /** Where the rate of a call is in memory: a recorded step reads it there, after the host has put there what a function gives. */
  inMemory(call: () => number): Tensor {
    return this.#rate instanceof Variable ? this.#rate.value : hostScalar(() => this.at(call()));
  }
  /** The rate of a call. */
  at(call: number): number {
    if (this.#rate instanceof Variable) return numberIn(this.#rate);
    return this.#rate instanceof LearningRateSchedule ? this.#rate(call) : this.#rate();
  }

  /** @throws {StateError} for a number in the place of a schedule or function. */
  set(owner: string, given: LearningRate): void {
    if (typeof given !== "number") {
      this.variable?.[Symbol.dispose]();
      this.#rate = given;
    } else if (this.#rate instanceof Variable) {
      this.#rate.assign(given);
    } else {
      throw refusal(StateError, {
        action: `set the learning rate of ${owner}`,
        expected: "it is not settable to a number, because the optimizer was made with a schedule or a function",
        received: given,
        hint: "Make the optimizer with a number to set the learning rate later.",
      });
    }
  }
}

function rateVariable(rate: number): Variable {
  return new Variable({
    name: "learning_rate",
    shape: [],
    initializer: NDArray.from(rate, "float32"),
    trainable: false,
  });
}

export function numberIn(variable: Variable): number {
  return Number(variable.numpy().item());
}
