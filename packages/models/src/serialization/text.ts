import { ConfigError, type CustomObjects, isSerializedObject, refusal } from "@hornbeam/core";
import { Model } from "../model.ts";
import { parseJson } from "../saving/parse-json.ts";
import { refuseCode } from "../saving/refuse-code.ts";
import { parseYaml } from "./parse-yaml.ts";
import { defaultReading } from "./reading.ts";

export interface FromTextOptions {
  /** Classes and functions of your own that the text names. */
  readonly customObjects?: CustomObjects;
}

/** Longest text, in characters, that is taken for a model's configuration. */
const longest = 64 * 2 ** 20;

/**
 * A model with new weights from what `model.toJSON()` gave, here or in Keras.
 *
 * @throws {ConfigError} for text that is no JSON, or describes no model.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_config_serialization/ | keras.models.model_from_json}
 */
export function modelFromJSON(text: string, { customObjects }: FromTextOptions = {}): Model {
  return modelFromObject(parseText(text, "JSON", parseJson), customObjects);
}

/**
 * A model with new weights from what `model.toYAML()` gave. Aliases, tags and merges of YAML are refused.
 *
 * @throws {ConfigError} for text that is no YAML, or describes no model.
 */
export function modelFromYAML(text: string, { customObjects }: FromTextOptions = {}): Model {
  return modelFromObject(parseText(text, "YAML", parseYaml), customObjects);
}

function parseText(text: string, format: string, read: (text: string) => unknown): unknown {
  const action = `read a model's ${format}`;
  if (typeof text !== "string") throw refusal(ConfigError, { action, expected: "it must be a string", received: text });
  if (text.length > longest) {
    throw refusal(ConfigError, {
      action,
      expected: `it must not exceed the limit of ${longest} characters`,
      received: text.length,
    });
  }
  try {
    return read(text);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "";
    throw refusal(ConfigError, {
      action,
      expected: `the text must parse as ${format}`,
      receivedAs: "what does not:",
      received: why,
      cause,
    });
  }
}

function modelFromObject(config: unknown, customObjects: CustomObjects | undefined): Model {
  if (!isSerializedObject(config)) {
    throw refusal(ConfigError, {
      action: "read a model's configuration",
      expected: "it must be an object with `class_name` and `config`",
      received: config,
    });
  }
  refuseCode(config, { customObjects });
  return defaultReading(customObjects).resolve(config, { parent: Model, expects: "a model" }) as Model;
}
