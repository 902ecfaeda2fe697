import { ConfigError, type CustomObjects, isRecord, refusal } from "@hornbeam/core";

/** Classes that hold code or point at it: Python's, or that of other frameworks. */
const carriers: ReadonlySet<unknown> = new Set([
  "Lambda",
  "__lambda__",
  "TorchModuleWrapper",
  "TFSMLayer",
  "JaxLayer",
  "FlaxLayer",
]);

export interface RefuseCodeOptions {
  /** Classes of the caller's, which may have those names. */
  readonly customObjects?: CustomObjects | undefined;
  readonly safeMode?: boolean;
}

/**
 * Refuses a model's config that would need foreign code: lambdas, wrappers of other frameworks, functions as layers.
 * With `safeMode: false` too, since nothing here could run Python.
 *
 * @throws {ConfigError} that names the first such object.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | Keras: `safe_mode`}
 */
export function refuseCode(config: unknown, { customObjects = {}, safeMode = true }: RefuseCodeOptions = {}): void {
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) visit(part);
    if (!isRecord(value)) return;
    const { class_name: name, layers } = value;
    const mayHoldCode = carriers.has(name) && !isNamedLambda(value);
    if (mayHoldCode && !Object.hasOwn(customObjects, String(name))) throw carrier(value, safeMode);
    for (const layer of Array.isArray(layers) ? layers : []) {
      if (isRecord(layer) && layer["class_name"] === "function") throw functionLayer(layer);
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(config);
}

/** A Lambda of a function that goes by its name, which must be known here. */
function isNamedLambda({ class_name, config }: Readonly<Record<string, unknown>>): boolean {
  if (class_name !== "Lambda" || !isRecord(config)) return false;
  return isRecord(config["function"]) && config["function"]["class_name"] === "function";
}

function carrier(object: Readonly<Record<string, unknown>>, safeMode: boolean): ConfigError {
  const { class_name, config } = object;
  const named = isRecord(config) && typeof config["name"] === "string" ? ` "${config["name"].slice(0, 100)}"` : "";
  const never = safeMode
    ? "code in files is never run"
    : "code in files is never run, `safeMode: false` changes nothing";
  return refusal(ConfigError, {
    action: "load a model",
    expected: `it must not hold a ${String(class_name)}${named}, which is made of code: ${never}`,
    hint: `Write it as a class, and pass that as \`customObjects: { ${String(class_name).replaceAll("_", "")} }\`.`,
  });
}

function functionLayer({ module, config }: Readonly<Record<string, unknown>>): ConfigError {
  return refusal(ConfigError, {
    action: "load a model",
    expected: "its layers must be layers or ops, a function is not allowed",
    received: `${String(module)}.${String(config)}`,
  });
}
