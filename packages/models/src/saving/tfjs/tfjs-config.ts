import { type Config, isRecord, snakeCase } from "@hornbeam/core";

/** Layers whose recurrent activation is Keras 2's hard sigmoid unless it is given. */
const gated: ReadonlySet<unknown> = new Set(["LSTM", "LSTMCell", "GRU", "GRUCell"]);
const grus: ReadonlySet<unknown> = new Set(["GRU", "GRUCell"]);
/** Options of Keras 2 that meant how something is computed, and not what. */
const gone: ReadonlySet<string> = new Set(["implementation"]);

/**
 * The topology of a TensorFlow.js model in the form of Keras 2's legacy files: keys in snake_case, and said in full what
 * differs in Keras 3: the hard sigmoid, and GRUs that reset before the matrix product.
 */
export function fromTfjsConfig(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTfjsConfig);
  if (!isRecord(value)) return value;
  const whole = Object.fromEntries(Object.entries(value).map(([key, part]) => [keyOf(key), fromTfjsConfig(part)]));
  const { class_name: name, config } = whole;
  return typeof name === "string" && isRecord(config) ? { ...whole, config: layer(name, config) } : whole;
}

function layer(name: string, config: Config): Config {
  // a stack of cells, which TensorFlow.js writes without the object around it
  const { cells, ...rest } = config;
  if (name === "RNN" && Array.isArray(cells)) {
    return layer(name, { ...rest, cell: { class_name: "StackedRNNCells", config: { cells } } });
  }
  const given = gated.has(name) ? { recurrent_activation: "hard_sigmoid", ...config } : config;
  const full = grus.has(name) ? { reset_after: false, ...given } : given;
  const kept = Object.entries(full).filter(
    ([key, part]) => !(gone.has(key) || (key === "unit_forget_bias" && part === null)),
  );
  return Object.fromEntries(kept.map(([key, part]) => [key, key.endsWith("activation") ? activation(part) : part]));
}

/** The name under which `legacyHardSigmoid` is registered. */
export const legacyHardSigmoidName = "hornbeam>legacyHardSigmoid";

function activation(value: unknown): unknown {
  const name = isRecord(value) ? value["class_name"] : value;
  return name === "hard_sigmoid" || name === "hardSigmoid" ? legacyHardSigmoidName : value;
}

/** TensorFlow.js writes some keys in its own way: `batchInputShape`, `beta1`. */
function keyOf(key: string): string {
  return snakeCase(key).replace(/^beta([12])$/, "beta_$1");
}

const optimizers: Readonly<Record<string, string>> = { RMSProp: "RMSprop", Momentum: "SGD" };
const optimizerKeys: Readonly<Record<string, string>> = { decay: "rho", use_nesterov: "nesterov" };
const knownKeys = ["learning_rate", "beta_1", "beta_2", "epsilon", "rho", "momentum", "nesterov", "centered", "initial_accumulator_value"]; // biome-ignore format: one line

/** The training configuration in the form of legacy files; undefined where it names no optimizer. */
export function trainingFromTfjs(value: unknown): Config | undefined {
  const training = fromTfjsConfig(value);
  if (!isRecord(training) || !isRecord(training["optimizer_config"])) return undefined;
  const { optimizer_config, loss, metrics, weighted_metrics, loss_weights } = training;
  const { class_name: name, config } = optimizer_config as Config;
  const options = Object.entries(isRecord(config) ? config : {})
    .map(([key, option]) => [Object.hasOwn(optimizerKeys, key) ? optimizerKeys[key] : key, option] as const)
    .filter(([key]) => knownKeys.includes(key!));
  const class_name = Object.hasOwn(optimizers, String(name)) ? optimizers[String(name)] : name;
  return {
    optimizer_config: { class_name, config: Object.fromEntries(options) },
    loss,
    metrics,
    weighted_metrics,
    ...(loss_weights !== undefined && { loss_weights }),
  };
}
