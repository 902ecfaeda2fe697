import { OptionError, refusal } from "../errors.ts";
import { snakeCase } from "../names/case.ts";
import { nearest } from "../names/nearest.ts";
import type { Config } from "../serialization/config.ts";
import type { Reading } from "../serialization/reading.ts";
import type { Schema } from "./option.ts";

/** Checks what a caller gave against a table of options: the values that an instance holds. */
export function readOptions(
  owner: string,
  schema: Schema,
  given: unknown,
  reading?: Reading,
  action = `create ${owner}`,
): Record<string, unknown> {
  if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given))) {
    throw refusal(OptionError, { action, owner, expected: "its options must be one object", received: given });
  }
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(schema, key)) continue;
    const near = nearest(key, Object.keys(schema));
    const hint = near ? `Did you mean \`${near}\`?` : `Known options: ${Object.keys(schema).join(", ")}.`;
    throw new OptionError(`Cannot ${action}: unknown option \`${key}\`\n${hint}`, { owner, option: key });
  }
  const held: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(schema)) {
    const raw = options[key] === undefined ? option.initial : options[key];
    const value: unknown = raw === undefined && option.optional ? undefined : option.read(raw, reading);
    if (value === undefined && !(raw === undefined && option.optional)) {
      throw refusal(OptionError, {
        action,
        owner,
        option: key,
        expected: `\`${key}\` must be ${option.expects}`,
        received: raw,
      });
    }
    held[key] = value;
  }
  return held;
}

export function keyOf(name: string, schema: Schema): string {
  return schema[name]?.key ?? snakeCase(name);
}

/** The values of an instance in Keras' keys and spelling. */
export function writeOptions(schema: Schema, held: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(schema)) {
    const value = held[name];
    if (option.unwritten || (option.writtenIfSet && value === option.initial)) continue;
    config[keyOf(name, schema)] = value === undefined ? null : option.write(value);
  }
  return config;
}

/** Options in our names from a Keras config. Keys that the class does not know are an error. */
export function optionsFromConfig(
  owner: string,
  schema: Schema,
  config: Config,
  constants: Config,
): Record<string, unknown> {
  const names = new Map(Object.keys(schema).map((name) => [keyOf(name, schema), name]));
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const name = names.get(key);
    if (name !== undefined) options[name] = value;
    else if (!Object.hasOwn(constants, key) || (value !== constants[key] && value !== null)) {
      const near = nearest(key, names.keys());
      const hint = near ? `Did you mean \`${near}\`?` : `Known keys: ${[...names.keys()].join(", ")}.`;
      throw new OptionError(`Cannot create ${owner} from its config: unknown key \`${key}\`\n${hint}`, {
        owner,
        option: key,
      });
    }
  }
  return options;
}
