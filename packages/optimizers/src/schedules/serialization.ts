import {
  Catalogue,
  type CustomObjects,
  Deserializer,
  LearningRateSchedule,
  type SerializedObject,
  serializeKerasObject,
} from "@hornbeam/core";
import * as schedules from "./schedules.ts";

let made: Catalogue | undefined;

/** Every schedule; put together when it is first asked for. */
export function catalogue(): Catalogue {
  made ??= new Catalogue(schedules);
  return made;
}

/**
 * A schedule in Keras' JSON form: `{ module, class_name, config, registered_name }`.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/ | keras.optimizers.schedules.serialize}
 * @example
 * serialize(new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10 })).class_name; // "CosineDecay"
 */
export function serialize(schedule: LearningRateSchedule): SerializedObject {
  return serializeKerasObject(schedule) as SerializedObject; // of an object with a config
}

/**
 * The schedule that Keras' JSON form describes.
 *
 * @throws {ConfigError} when the class is not known, or is no schedule.
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/ | keras.optimizers.schedules.deserialize}
 * @example
 * deserialize(serialize(new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10 })))(0); // 0.1
 */
export function deserialize(
  config: unknown,
  { customObjects = {} }: { readonly customObjects?: CustomObjects } = {},
): LearningRateSchedule {
  const family = { parent: LearningRateSchedule, expects: "a learning rate schedule" };
  const found = new Deserializer({ catalogue: catalogue(), customObjects }).resolve(config, family);
  return found as LearningRateSchedule; // what `resolve` checked
}
