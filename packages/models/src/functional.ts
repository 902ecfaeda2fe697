import type { Config, Reading } from "@hornbeam/core";
import { BaseModel } from "./_base-model.ts";
import { Model } from "./model.ts";
import { knownReading } from "./serialization/known-reading.ts";

/** The name under which Keras stores models that are made of inputs and outputs. Reading one gives a `Model`. */
export class Functional extends BaseModel {
  static override readonly className: string = "Functional";
  static override readonly kerasModule: string = "keras.src.models.functional";

  static override fromConfig<T>(
    this: abstract new (
      ...args: never[]
    ) => T,
    config: Config,
    reading: Reading = knownReading(),
  ): T {
    return Model.fromConfig(config, reading) as unknown as T; // a Model is what users make and expect
  }
}
