import { OptionError, refusal } from "../errors.ts";

type FloatX = "float16" | "bfloat16" | "float32" | "float64";
type DataFormat = "channels_last" | "channels_first";

let defaultFloat: FloatX = "float32";
let fuzz = 1e-7;
let imageFormat: DataFormat = "channels_last";
let mostEpochs: number | null = null;
let mostSteps: number | null = null;

/**
 * The dtype that layers have where no policy is set.
 *
 * @see {@link https://keras.io/api/utils/config_utils/#floatx-function | keras.config.floatx}
 * @example
 * config.floatx(); // "float32"
 */
export function floatx(): FloatX {
  return defaultFloat;
}

/**
 * Sets the dtype that layers have where no policy is set. Configs and files then say it; numbers are stored and computed
 * in float32 whichever it is.
 *
 * @throws {OptionError} when it is not a float dtype.
 * @see {@link https://keras.io/api/utils/config_utils/#setfloatx-function | keras.config.set_floatx}
 */
export function setFloatx(value: FloatX): void {
  defaultFloat = among("setFloatx", "value", value, ["bfloat16", "float16", "float32", "float64"]);
}

/**
 * The small number that losses, metrics and constraints add where something could be divided by 0.
 *
 * @see {@link https://keras.io/api/utils/config_utils/#epsilon-function | keras.config.epsilon}
 * @example
 * config.epsilon(); // 1e-7
 */
export function epsilon(): number {
  return fuzz;
}

/**
 * Sets the small number that losses, metrics and constraints add where something could be divided by 0.
 *
 * @throws {OptionError} when it is not a positive number.
 * @see {@link https://keras.io/api/utils/config_utils/#setepsilon-function | keras.config.set_epsilon}
 */
export function setEpsilon(value: number): void {
  if (typeof value !== "number" || !(value > 0)) throw refused("setEpsilon", "value", "be a positive number", value);
  fuzz = value;
}

/**
 * Where the channels stand in images, for layers and ops that are not told.
 *
 * @see {@link https://keras.io/api/utils/config_utils/#imagedataformat-function | keras.config.image_data_format}
 * @example
 * config.imageDataFormat(); // "channels_last"
 */
export function imageDataFormat(): DataFormat {
  return imageFormat;
}

/**
 * Sets where the channels stand in images, for layers and ops that are not told.
 *
 * @throws {OptionError} when it is neither of both.
 * @see {@link https://keras.io/api/utils/config_utils/#setimagedataformat-function | keras.config.set_image_data_format}
 */
export function setImageDataFormat(dataFormat: DataFormat): void {
  imageFormat = among("setImageDataFormat", "dataFormat", dataFormat, ["channels_last", "channels_first"]);
}

/**
 * How many epochs `fit` runs at most; null where nothing limits it.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.max_epochs}
 * @example
 * config.maxEpochs(); // null
 */
export function maxEpochs(): number | null {
  return mostEpochs;
}

/**
 * Limits how many epochs any call of `fit` runs, whatever it asks for: to try a program quickly. Null lifts the limit.
 *
 * @throws {OptionError} when it is not a positive integer or null.
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.set_max_epochs}
 */
export function setMaxEpochs(maxEpochs: number | null): void {
  mostEpochs = limit("setMaxEpochs", "maxEpochs", maxEpochs);
}

/**
 * How many steps an epoch, `evaluate` and `predict` run at most; null where nothing limits it.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.max_steps_per_epoch}
 * @example
 * config.maxStepsPerEpoch(); // null
 */
export function maxStepsPerEpoch(): number | null {
  return mostSteps;
}

/**
 * Limits how many steps each epoch of `fit`, `evaluate` and `predict` run: to try a program quickly. Null lifts the limit.
 *
 * @throws {OptionError} when it is not a positive integer or null.
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.set_max_steps_per_epoch}
 */
export function setMaxStepsPerEpoch(maxStepsPerEpoch: number | null): void {
  mostSteps = limit("setMaxStepsPerEpoch", "maxStepsPerEpoch", maxStepsPerEpoch);
}

function limit(name: string, argument: string, value: number | null): number | null {
  if (value === null || (Number.isInteger(value) && value > 0)) return value;
  throw refused(name, argument, "be a positive integer or null", value);
}

function among<T>(name: string, argument: string, value: T, known: readonly T[]): T {
  if (known.includes(value)) return value;
  throw refused(name, argument, `be one of ${known.map((one) => `"${one}"`).join(", ")}`, value);
}

function refused(name: string, argument: string, expected: string, received: unknown): Error {
  const action = `call config.${name}`;
  return refusal(OptionError, { action, option: argument, expected: `\`${argument}\` must ${expected}`, received });
}
