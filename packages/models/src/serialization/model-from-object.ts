import { ConfigError, type CustomObjects, isSerializedObject, KerasError, Layer, refusal } from "@hornbeam/core";
import { Model } from "../model.ts";
import { refuseCode } from "../saving/refuse-code.ts";
import { defaultReading } from "./reading.ts";

export interface ModelFromObjectOptions {
  /** What is being done, for messages: "load a model". */
  readonly action: string;
  readonly customObjects?: CustomObjects | undefined;
  readonly safeMode?: boolean | undefined;
}

/**
 * The model that a config describes, with new weights.
 *
 * @throws {ConfigError} where it describes none, or holds code.
 */
export function modelFromObject(config: unknown, { action, customObjects, safeMode }: ModelFromObjectOptions): Model {
  if (!isSerializedObject(config)) {
    const expected = "its configuration must be an object with `class_name` and `config`";
    throw refusal(ConfigError, { action, expected, received: config });
  }
  refuseCode(config, { customObjects, ...(safeMode !== undefined && { safeMode }) });
  try {
    // files of Keras may hold a feature space in the place of a model
    const parent = config.class_name === "FeatureSpace" ? Layer : Model;
    return defaultReading(customObjects).resolve(config, { parent, expects: "a model" }) as Model;
  } catch (cause) {
    if (cause instanceof KerasError) throw cause;
    // layers and ops trust their arguments' types, which a damaged file need not have
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refusal(ConfigError, { action, expected: "its configuration must describe one", received: why, cause });
  }
}
