import { ConfigError, type CustomObjects, parseJson, refusal } from "@hornbeam/core";
import type { Model } from "../model.ts";
import { modelFromObject } from "./model-from-object.ts";
import { parseYaml } from "./parse-yaml.ts";

export interface FromTextOptions {
  /** Classes and functions of your own that the text names. */
  readonly customObjects?: CustomObjects;
}

const action = "read a model's configuration";
/** Longest text, in characters, that is taken for a model's configuration. */
const longest = 64 * 2 ** 20;

/**
 * A model with new weights from what `model.toJSON()` gave, here or in Keras.
 *
 * @throws {ConfigError} for text that is no JSON, or describes no model.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_config_serialization/ | keras.models.model_from_json}
 */
export function modelFromJSON(text: string, { customObjects }: FromTextOptions = {}): Model {
  return modelFromObject(parseText(text, "JSON", parseJson), { action, customObjects });
}

/**
 * A model with new weights from what `model.toYAML()` gave. Aliases, tags and merges of YAML are refused.
 *
 * @throws {ConfigError} for text that is no YAML, or describes no model.
 */
export function modelFromYAML(text: string, { customObjects }: FromTextOptions = {}): Model {
  return modelFromObject(parseText(text, "YAML", parseYaml), { action, customObjects });
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
