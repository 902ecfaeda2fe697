import { type Config, isMeasure, isRecord, serializeKerasObject } from "@hornbeam/core";
import { get as getLoss } from "@hornbeam/losses";

/** Layers that take the place of a list of layers in a config. */
type Entries = readonly unknown[];

/**
 * The configuration of a legacy file in today's form: what Keras 2 called otherwise gets its present name, and a
 * Sequential whose first layer says the shape of the input gets an InputLayer.
 */
export function fromLegacyConfig(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(fromLegacyConfig);
  if (!isRecord(config)) return config;
  const given = config["class_name"] === "Sequential" ? { ...config, config: sequential(config["config"]) } : config;
  const whole = Object.fromEntries(Object.entries(given).map(([key, part]) => [key, fromLegacyConfig(part)]));
  const { class_name: name, config: inner } = whole;
  if (!isRecord(inner)) return whole;
  if (name === "Model" && "input_layers" in inner) return { ...whole, class_name: "Functional" };
  return { ...whole, config: renamed(name, inner) };
}

/** The oldest files have a list of layers instead of a config. */
function sequential(config: unknown): unknown {
  if (Array.isArray(config)) return { name: null, layers: withInput(config) };
  if (!isRecord(config) || !Array.isArray(config["layers"])) return config;
  return { ...config, layers: withInput(config["layers"] as Entries) };
}

/** Options that Keras 2 wrote and Keras 3 has no more, whatever their value. */
const gone = ["ragged", "sparse_input", "input_dtype"];

function renamed(name: unknown, config: Config): Config {
  const { batch_input_shape: batchShape, ...rest } = config;
  if (name === "InputLayer") return batchShape === undefined ? config : { batch_shape: batchShape, ...rest };
  if (name === "BatchNormalization" && Array.isArray(config["axis"]))
    return { ...rest, axis: (config["axis"] as unknown[])[0] };
  if (batchShape === undefined) return config;
  return Object.fromEntries(Object.entries(rest).filter(([key]) => !gone.includes(key)));
}

function withInput(layers: Entries): unknown[] {
  const first = layers[0];
  const given = isRecord(first) && isRecord(first["config"]) ? first["config"]["batch_input_shape"] : undefined;
  return given === undefined ? [...layers] : [{ class_name: "InputLayer", config: { batch_shape: given } }, ...layers];
}

const modules = { optimizer: "keras.optimizers", loss: "keras.losses", metrics: "keras.metrics" };

/** The arguments of `compile` from a legacy file, as `compile_config` has them. */
export function compileConfigFromLegacy(training: Config): Config {
  const { optimizer_config, loss, metrics, weighted_metrics, ...rest } = training;
  return {
    ...rest,
    optimizer: inModule(optimizer_config, modules.optimizer),
    loss: inModule(loss, modules.loss),
    metrics: inModule(metrics, modules.metrics),
    weighted_metrics: inModule(weighted_metrics, modules.metrics),
  };
}

/** Says of each object which module its class is of: a loss and a metric may share a name. */
function inModule(value: unknown, module: string): unknown {
  if (Array.isArray(value)) return value.map((part) => inModule(part, module));
  if (!isRecord(value)) return value ?? null;
  if (typeof value["class_name"] === "string") return { module, registered_name: value["class_name"], ...value };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inModule(part, module)]));
}

interface LegacySource {
  getConfig(): Config;
  getCompileConfig(): Config;
}

/**
 * A model's configuration as `model_config` of a legacy file. Its layers keep today's form, which Keras 3 reads there
 * too, and with it what the old form has no words for: ops between layers, attention.
 */
export function toLegacyConfig(model: LegacySource): Config {
  const { class_name, config, registered_name } = serializeKerasObject(model) as Config;
  const registered = typeof registered_name === "string" && registered_name.includes(">");
  return { class_name: registered ? registered_name : class_name, config };
}

/** The arguments of `compile` as `training_config` of a legacy file; undefined for a model that was not compiled. */
export function trainingConfigOf(model: LegacySource): Config | undefined {
  const { optimizer, ...rest } = serializeKerasObject(model.getCompileConfig()) as Config;
  if (!isRecord(optimizer)) return undefined;
  const bare = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutModules(value)]));
  return { ...bare, loss: inFull(bare["loss"]), optimizer_config: withoutModules(optimizer) };
}

/** Losses by their whole names: Keras does not find `mse` in a legacy file. */
function inFull(loss: unknown): unknown {
  if (Array.isArray(loss)) return loss.map(inFull);
  if (isRecord(loss)) {
    if (typeof loss["class_name"] === "string") return loss;
    return Object.fromEntries(Object.entries(loss).map(([output, part]) => [output, inFull(part)]));
  }
  if (typeof loss !== "string" || loss === "crossentropy" || loss === "ce") return loss; // those depend on the outputs
  const found: unknown = getLoss(loss);
  return isMeasure(found) ? found.name : loss;
}

function withoutModules(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutModules);
  if (!isRecord(value)) return value;
  const { module, registered_name: registered, ...rest } = value;
  if (typeof rest["class_name"] !== "string") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutModules(part)]));
  }
  if (rest["class_name"] === "function") return rest["config"];
  const own = typeof module === "string" && module.startsWith("keras.");
  return { ...rest, class_name: own || typeof registered !== "string" ? rest["class_name"] : registered };
}
