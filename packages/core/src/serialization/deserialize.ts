import { standardizeDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import type { Nested } from "../array/nested.ts";
import { ConfigError, refusal } from "../errors.ts";
import { OpOperation } from "../graph/op-operation.ts";
import { nearest } from "../names/nearest.ts";
import { Configured } from "../objects/configured.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";
import { Catalogue, type CatalogueClass } from "./catalogue.ts";
import { type Config, isRecord, isSerializedObject, type SerializedObject } from "./config.ts";
import type { CustomObject, CustomObjects } from "./custom-object.ts";
import type { Family, Reading } from "./reading.ts";
import { getRegisteredObject } from "./registry.ts";
import { Slice } from "./slice.ts";
import { markTensor } from "./stored-tensor.ts";

export interface DeserializeOptions {
  /** Classes and functions of the caller's, by class name or registered name. */
  readonly customObjects?: CustomObjects | undefined;
  /** Everything else that a config may name. */
  readonly catalogue?: Catalogue | undefined;
  /** The way out, for messages about a class that is not known. */
  readonly hint?: string | undefined;
}

interface AfterBuild {
  readonly built?: boolean;
  buildFromConfig?(config: Config): void;
  compileFromConfig?(config: Config, reading: Reading): void;
}

/** Deepest nesting that a config may have. */
const deepest = 200;

/**
 * Makes what configs describe. Names resolve in the caller's objects, in what was registered and in the catalogue, and
 * nowhere else; no code in a config is run.
 */
export class Deserializer implements Reading {
  readonly #custom: CustomObjects;
  readonly #catalogue: Catalogue;
  readonly #hint: string | undefined;
  readonly #shared = new Map<number, unknown>();
  #depth = 0;

  constructor({ customObjects = {}, catalogue = new Catalogue(), hint }: DeserializeOptions = {}) {
    this.#hint = hint;
    this.#custom = customObjects;
    this.#catalogue = catalogue;
  }

  resolve(config: unknown, { parent, expects }: Family): unknown {
    const value = this.deserialize(config, parent);
    if (value instanceof parent) return value;
    throw refusal(ConfigError, { action: "read a config", expected: `it must describe ${expects}`, received: config });
  }

  /** Plain data as it is, and an instance for each object in it. */
  deserialize(config: unknown, parent: Family["parent"] = Configured): unknown {
    if (++this.#depth > deepest) {
      throw refusal(ConfigError, {
        action: "read a config",
        expected: `it must not nest deeper than ${deepest} objects`,
      });
    }
    try {
      if (Array.isArray(config)) return config.map((part) => this.deserialize(part));
      if (!isRecord(config)) return config;
      if (!isSerializedObject(config)) {
        return Object.fromEntries(Object.entries(config).map(([key, part]) => [key, this.deserialize(part)]));
      }
      return this.#special(config) ?? this.#object(config, parent);
    } finally {
      this.#depth--;
    }
  }

  /** The user's class or function of a name. */
  custom(...names: readonly (string | null | undefined)[]): CustomObject | undefined {
    for (const name of names) {
      if (typeof name !== "string") continue;
      const found = Object.hasOwn(this.#custom, name) ? this.#custom[name] : getRegisteredObject(name);
      if (found) return found;
    }
    return undefined;
  }

  #special({ class_name, config }: SerializedObject): unknown {
    switch (class_name) {
      case "__numpy__":
        return arrayOf(config);
      case "__tensor__":
        return markTensor(arrayOf(config));
      case "__slice__":
        return new Slice(
          config["start"] as number | null,
          config["stop"] as number | null,
          config["step"] as number | null,
        );
      case "__ellipsis__":
        return "...";
      case "__lambda__":
        throw refuseLambda();
      case "DTypePolicy":
      case "FloatDTypePolicy":
        return new DTypePolicy(String(config["name"]));
      default:
        return undefined;
    }
  }

  #object(serialized: SerializedObject, parent: Family["parent"]): unknown {
    const { class_name, config, registered_name, module, shared_object_id } = serialized;
    if (class_name === "function") return this.#function(serialized);
    if (shared_object_id !== undefined && this.#shared.has(shared_object_id)) return this.#shared.get(shared_object_id);
    if (!isRecord(config)) {
      throw refusal(ConfigError, {
        action: `read the config of ${class_name}`,
        expected: "`config` must be an object",
        received: config,
      });
    }
    const instance = this.#make(class_name, registered_name, module, config, parent);
    const { buildFromConfig, compileFromConfig, built } = instance as AfterBuild;
    if (isRecord(serialized.build_config) && built === false) buildFromConfig?.call(instance, serialized.build_config);
    if (isRecord(serialized.compile_config)) compileFromConfig?.call(instance, serialized.compile_config, this);
    if (shared_object_id !== undefined) this.#shared.set(shared_object_id, instance);
    return instance;
  }

  #make(
    className: string,
    registeredName: string | null,
    module: string | null,
    config: Config,
    parent: Family["parent"],
  ): object {
    const own = this.custom(registeredName, className) as CatalogueClass | undefined;
    // ops before classes: a metric, say, may have the name of an op, but is of another module
    const op = own === undefined && typeof module === "string" ? this.#catalogue.findOp(className, module) : undefined;
    if (op) return OpOperation.fromConfig(op.definition, config);
    const Class = own ?? this.#catalogue.find(className, module, parent);
    if (Class) {
      if (!("fromConfig" in Class)) {
        throw refusal(ConfigError, {
          action: `read the config of ${className}`,
          expected: "its class must have `fromConfig`",
          received: Class,
        });
      }
      return (Class as unknown as { fromConfig(config: Config, reading: Reading): object }).fromConfig(config, this);
    }
    throw className === "Lambda"
      ? refuseLambda()
      : unknownClass(registeredName ?? className, this.#catalogue.names(parent), this.#hint);
  }

  #function({ config, registered_name }: SerializedObject): unknown {
    const name = typeof config === "string" ? config : "";
    return this.custom(name, registered_name) ?? this.#catalogue.findMeasure(name) ?? name;
  }
}

function arrayOf({ value, dtype }: Config): NDArray {
  return NDArray.from(value as Nested, standardizeDType(String(dtype), "read an array in a config"));
}

function refuseLambda(): ConfigError {
  const hint =
    "Write the function in code and pass it in `customObjects`; no `safeMode` (safe_mode) lets a file's code run.";
  return refusal(ConfigError, {
    action: "read a config",
    expected: "it must not hold a Lambda: Python code is never run",
    hint,
  });
}

function unknownClass(name: string, known: readonly string[], way?: string): ConfigError {
  const near = nearest(name, known);
  const hint = `${near ? `Did you mean "${near}"? ` : ""}A class of your own: register it with \`registerKerasSerializable\`, or pass it in \`customObjects\`.${way ? ` ${way}` : ""}`;
  return refusal(ConfigError, { action: "read a config", expected: "the class must be known", received: name, hint });
}

export function deserializeKerasObject(config: unknown, options: DeserializeOptions = {}): unknown {
  return new Deserializer(options).deserialize(config);
}
