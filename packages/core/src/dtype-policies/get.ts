import { ConfigError, OptionError, refusal } from "../errors.ts";
import { suggestion } from "../names/nearest.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";
import { type Config, isRecord, type SerializedObject } from "../serialization/config.ts";
import { currentDTypePolicy, keepDTypePolicy } from "./current.ts";
import { DTypePolicyMap } from "./dtype-policy-map.ts";
import {
  AWQDTypePolicy,
  GPTQDTypePolicy,
  Int4DTypePolicy,
  QuantizedDTypePolicy,
  QuantizedFloat8DTypePolicy,
  quantizationModes,
} from "./quantized.ts";

/** What stands for a policy: its name, its config, itself; null for that of `config.dtypePolicy()`. */
export type DTypePolicyLike = DTypePolicy | SerializedObject | string | null;

/**
 * The policy that something stands for.
 *
 * @throws {OptionError} when there is none of the name.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.get}
 * @example
 * dtypePolicies.get("mixed_bfloat16").variableDType; // "float32"
 * dtypePolicies.get("int8_from_float32").quantizationMode; // "int8"
 */
export function get(identifier: DTypePolicyLike): DTypePolicy {
  if (identifier === null) return currentDTypePolicy();
  if (identifier instanceof DTypePolicy) return identifier;
  if (typeof identifier === "string")
    return isQuantized(identifier) ? quantized(identifier) : new DTypePolicy(identifier);
  if (isRecord(identifier)) return deserialize(identifier);
  const expected = "it must be the name of a policy, a policy or its config";
  throw refusal(OptionError, { action: "read a dtype policy", expected, received: identifier });
}

function isQuantized(name: string): boolean {
  return quantizationModes.some((mode) => name.startsWith(mode)) && name.includes("_");
}

function quantized(name: string): DTypePolicy {
  const [mode, source, ...rest] = name.split("_from_");
  if (mode === undefined || source === undefined || rest.length > 0) {
    const expected = "the name must be <mode>_from_<policy>";
    throw refusal(OptionError, { action: "read a dtype policy", expected, received: name });
  }
  if (mode.startsWith("int4/")) return new Int4DTypePolicy(mode, source);
  if (mode.startsWith("gptq")) return new GPTQDTypePolicy(mode, source);
  if (mode.startsWith("awq")) return new AWQDTypePolicy(mode, source);
  if (mode.startsWith("float8")) return new QuantizedFloat8DTypePolicy(mode, source);
  return new QuantizedDTypePolicy(mode, source);
}

/**
 * A policy's config, as Keras writes it.
 *
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.serialize}
 * @example
 * dtypePolicies.serialize(new DTypePolicy("float32")).config; // { name: "float32" }
 */
export function serialize(dtypePolicy: DTypePolicy): SerializedObject {
  return dtypePolicy.serialize();
}

const classes: Readonly<Record<string, (config: Config) => DTypePolicy>> = {
  DTypePolicy: ({ name }) =>
    name === null || name === undefined ? currentDTypePolicy() : new DTypePolicy(String(name)),
  FloatDTypePolicy: ({ name }) => new DTypePolicy(String(name)),
  QuantizedDTypePolicy: (config) => new QuantizedDTypePolicy(...modeOf(config)),
  QuantizedFloat8DTypePolicy: (config) =>
    new QuantizedFloat8DTypePolicy(...modeOf(config), config["amax_history_length"] as number | undefined),
  Int4DTypePolicy: (config) => new Int4DTypePolicy(...modeOf(config)),
  GPTQDTypePolicy: (config) => new GPTQDTypePolicy(...modeOf(config)),
  AWQDTypePolicy: (config) => new AWQDTypePolicy(...modeOf(config)),
  DTypePolicyMap: (config) => {
    const policies = isRecord(config["policy_map"]) ? config["policy_map"] : {};
    const given = config["default_policy"] as DTypePolicyLike | undefined;
    const entries = Object.entries(policies).map(([path, policy]) => [path, get(policy as DTypePolicyLike)] as const);
    return new DTypePolicyMap(given ? get(given) : null, Object.fromEntries(entries));
  },
};

function modeOf(config: Config): [mode: string, sourceName: string | undefined] {
  const source = config["source_name"];
  return [String(config["mode"]), typeof source === "string" ? source : undefined];
}

/** Names of the classes whose configs are policies. */
export function isPolicyClass(name: string): boolean {
  return Object.hasOwn(classes, name);
}

/**
 * The policy that a config describes.
 *
 * @throws {ConfigError} when it is not the config of a policy.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.deserialize}
 * @example
 * dtypePolicies.deserialize({ class_name: "DTypePolicy", config: { name: "float16" } }).name; // "float16"
 */
export function deserialize(config: { readonly class_name?: unknown; readonly config?: unknown }): DTypePolicy {
  const name = String(config.class_name);
  if (isPolicyClass(name) && isRecord(config.config)) return classes[name]!(config.config);
  throw refusal(ConfigError, {
    action: "deserialize a dtype policy",
    expected: "`class_name` must be one of a policy, beside its `config`",
    received: config.class_name,
    ...(suggestion(name, Object.keys(classes)) && { hint: suggestion(name, Object.keys(classes)) }),
  });
}

/**
 * Sets the policy of layers that are given none.
 *
 * @throws {OptionError} when there is none of the name.
 * @see {@link https://keras.io/api/utils/config_utils/#setdtypepolicy-function | keras.config.set_dtype_policy}
 */
export function setDTypePolicy(policy: DTypePolicy | string): void {
  keepDTypePolicy(get(policy));
}
