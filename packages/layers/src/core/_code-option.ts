import * as activations from "@hornbeam/activations";
import {
  ConfigError,
  getRegisteredName,
  isRecord,
  isRegistered,
  type MakeOption,
  option,
  type Reading,
  refusal,
} from "@hornbeam/core";

// biome-ignore lint/suspicious/noExplicitAny: the caller's function may take anything
type Code = (...args: any[]) => unknown;

/**
 * A function given in code. Configs hold its name: that of one of Keras' activations, or of a function that was
 * registered. Python code in a config is refused, not run.
 */
export function codeOption<F extends Code>(expects: string): MakeOption<F> {
  return option<F>(
    expects,
    (input, reading) => (typeof input === "function" ? (input as F) : (read(input, reading) as F | undefined)),
    (f) => ({ module: "builtins", class_name: "function", config: nameOf(f), registered_name: "function" }),
  );
}

function read(input: unknown, reading: Reading | undefined): unknown {
  if (!reading || input === undefined || input === null) return undefined;
  const name = typeof input === "string" ? input : nameIn(input);
  const registered = isRecord(input) ? (input["registered_name"] as string | null) : null;
  return reading.custom(name, registered) ?? activations.get(name as "relu");
}

function nameIn(input: unknown): string {
  if (isRecord(input) && input["class_name"] === "function" && typeof input["config"] === "string")
    return input["config"];
  const hint =
    "Write the function in code and pass it in `customObjects`; no `safeMode` (safe_mode) lets a file's code run.";
  const expected = "it must not hold a Lambda with code: Python code is never run";
  throw refusal(ConfigError, { action: "read a config", expected, hint });
}

function nameOf(f: Code): string {
  if (isRegistered(f)) return getRegisteredName(f);
  const known = Object.entries(activations).find(([, one]) => one === f);
  const name = known && activations.serialize(f as never);
  if (typeof name === "string") return name;
  throw refusal(ConfigError, {
    action: "write the config of Lambda",
    expected: "its functions must be registered, or be activations: code is not saved",
    received: f.name === "" ? "a function without a name" : f.name,
    hint: "Register it with `registerKerasSerializable(f, { name })`, or write a layer of your own.",
  });
}
