import { type Config, isRecord } from "@hornbeam/core";
import { catalogue } from "../serialization/catalogue.ts";

/**
 * Tells ops from layers among the layers of a legacy configuration, where Keras stores both by a class name that they may
 * share: `Add`. Configs of layers say whether they are trainable, those of ops do not. Keras itself does not read such files.
 */
export function withLegacyOps(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(withLegacyOps);
  if (!isRecord(config)) return config;
  const { layers } = config;
  const whole = Object.fromEntries(Object.entries(config).map(([key, part]) => [key, withLegacyOps(part)]));
  return Array.isArray(layers) ? { ...whole, layers: (whole["layers"] as unknown[]).map(named) } : whole;
}

function named(entry: unknown): unknown {
  if (!isRecord(entry) || "module" in entry || entry["class_name"] === "InputLayer") return entry;
  if (!isRecord(entry["config"]) || "trainable" in entry["config"] || "layers" in entry["config"]) return entry;
  const name = entry["class_name"];
  const found = catalogue().ops.filter(({ definition }) => definition.className === name);
  const [op] = found;
  if (!op || found.length > 1) return entry;
  return { ...entry, module: `keras.src.ops.${op.definition.module}`, registered_name: name } satisfies Config;
}
