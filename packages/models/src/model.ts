import type { Config, Reading } from "@hornbeam/core";
import { BaseModel } from "./_base-model.ts";
import { knownReading } from "./serialization/known-reading.ts";

/**
 * A model: layers that are trained, evaluated and saved together. Made of symbolic tensors (`inputs` and `outputs`),
 * or by a sub-class that holds layers in its fields and says in `call` what they compute.
 *
 * @see {@link https://keras.io/api/models/model/ | keras.Model}
 * @throws {ShapeError} when an output needs an input that is not among `inputs`.
 * @example
 * const x = Input({ shape: [3] });
 * const model = new Model({ inputs: x, outputs: new Dense({ units: 1 })(x) });
 * model.countParams(); // 4
 */
// biome-ignore lint/suspicious/noExplicitAny: what a model takes and gives is known to its author alone
export class Model<In = any, Out = any> extends BaseModel<In, Out> {
  static override readonly className: string = "Model";

  /** Every model counts as one, a `Sequential` too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const own = Object.is(this, Model) ? BaseModel : this;
    return Object.prototype.isPrototypeOf.call(own.prototype, value as object);
  }

  static override fromConfig<T>(
    this: abstract new (
      ...args: never[]
    ) => T,
    config: Config,
    reading: Reading = knownReading(),
  ): T {
    return BaseModel.fromConfig.call(this, config, reading) as T;
  }
}
