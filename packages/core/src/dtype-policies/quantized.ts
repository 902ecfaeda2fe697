import type { DType } from "../array/dtype.ts";
import { OptionError, refusal } from "../errors.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";
import type { Config } from "../serialization/config.ts";
import { currentDTypePolicy } from "./current.ts";

export const quantizationModes: readonly string[] = ["int8", "float8", "int4", "gptq", "awq"];

/**
 * What Keras notes of a layer with quantized weights: how they are, and the policy that it had before. Such policies are
 * read, compared and written; layers here have none of them.
 *
 * @param mode One of `"int8"`, `"float8"`, `"int4"`, `"gptq"`, `"awq"`.
 * @param sourceName The name of the policy before; that of `config.dtypePolicy()` unless given.
 * @throws {OptionError} when there is no such mode or policy.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.QuantizedDTypePolicy}
 * @example
 * new dtypePolicies.QuantizedDTypePolicy("int8", "mixed_bfloat16").name; // "int8_from_mixed_bfloat16"
 */
export class QuantizedDTypePolicy extends DTypePolicy {
  override readonly name: string;
  override readonly quantizationMode: string;
  readonly sourceName: string;
  protected override readonly className: string = "QuantizedDTypePolicy";
  readonly #mode: string;

  constructor(mode: string, sourceName: string = currentDTypePolicy().name) {
    super(sourceName);
    const [algorithm = ""] = mode.split("/");
    const known = quantizationModes.map((one) => `"${one}"`).join(", ");
    if (!quantizationModes.includes(algorithm)) throw refused(`be one of ${known}`, mode);
    if (algorithm === "int8" && new DTypePolicy(sourceName).computeDType === "float16")
      throw refused('not be "int8" where a layer computes in float16', mode);
    this.#mode = mode;
    this.sourceName = sourceName;
    this.quantizationMode = algorithm;
    this.name = `${mode}_from_${sourceName}`;
  }
  override get variableDType(): DType {
    return new DTypePolicy(this.sourceName).variableDType;
  }
  override get computeDType(): DType {
    return new DTypePolicy(this.sourceName).computeDType;
  }
  override getConfig(): Config {
    return { mode: this.#mode, source_name: this.sourceName };
  }
}

/**
 * 8-bit floats, with how many largest values are remembered for their scale.
 *
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.QuantizedFloat8DTypePolicy}
 * @example
 * new dtypePolicies.QuantizedFloat8DTypePolicy("float8", "float32").amaxHistoryLength; // 1024
 */
export class QuantizedFloat8DTypePolicy extends QuantizedDTypePolicy {
  readonly amaxHistoryLength: number;
  protected override readonly className: string = "QuantizedFloat8DTypePolicy";

  constructor(mode: string, sourceName?: string, amaxHistoryLength = 1024) {
    super(mode, sourceName);
    if (!Number.isInteger(amaxHistoryLength)) {
      throw refusal(OptionError, {
        action: "create QuantizedFloat8DTypePolicy",
        expected: "`amaxHistoryLength` must be an integer",
        received: amaxHistoryLength,
      });
    }
    this.amaxHistoryLength = amaxHistoryLength;
  }
  override getConfig(): Config {
    return { ...super.getConfig(), amax_history_length: this.amaxHistoryLength };
  }
}

/**
 * 4-bit integers in blocks that share a scale: `"int4/128"`, or `"int4/-1"` for whole channels.
 *
 * @throws {OptionError} when the mode is not of this form.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.Int4DTypePolicy}
 * @example
 * new dtypePolicies.Int4DTypePolicy("int4/128", "float32").blockSize; // 128
 */
export class Int4DTypePolicy extends QuantizedDTypePolicy {
  readonly blockSize: number;
  protected override readonly className: string = "Int4DTypePolicy";

  constructor(mode: string, sourceName?: string) {
    const [size] = numbersOf(mode, "int4", ["block size"]);
    super(mode, sourceName);
    this.blockSize = groupOf(size!, mode);
  }
}

/**
 * Weights rounded one after the other, with the error spread (GPTQ): `"gptq/4/128"` for 4 bits in groups of 128.
 *
 * @throws {OptionError} when the mode is not of this form.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.GPTQDTypePolicy}
 * @example
 * new dtypePolicies.GPTQDTypePolicy("gptq/4/128", "float32").weightBits; // 4
 */
export class GPTQDTypePolicy extends QuantizedDTypePolicy {
  readonly weightBits: number;
  readonly groupSize: number;
  protected override readonly className: string = "GPTQDTypePolicy";

  constructor(mode: string, sourceName?: string) {
    const [bits, size] = numbersOf(mode, "gptq", ["bits", "group size"]);
    super(mode, sourceName);
    if (![2, 3, 4, 8].includes(bits!)) throw refused("name 2, 3, 4 or 8 bits", mode);
    this.weightBits = bits!;
    this.groupSize = groupOf(size!, mode);
  }
}

/**
 * Weights rounded by the size of what they are multiplied with (AWQ): `"awq/4/128"` for 4 bits in groups of 128.
 *
 * @throws {OptionError} when the mode is not of this form.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.AWQDTypePolicy}
 * @example
 * new dtypePolicies.AWQDTypePolicy("awq/4/128", "float32").groupSize; // 128
 */
export class AWQDTypePolicy extends QuantizedDTypePolicy {
  readonly weightBits: number;
  readonly groupSize: number;
  protected override readonly className: string = "AWQDTypePolicy";

  constructor(mode: string, sourceName?: string) {
    const [bits, size] = numbersOf(mode, "awq", ["bits", "group size"]);
    super(mode, sourceName);
    if (bits !== 4) throw refused("name 4 bits", mode);
    this.weightBits = bits;
    this.groupSize = groupOf(size!, mode);
  }
}

function numbersOf(mode: string, algorithm: string, parts: readonly string[]): number[] {
  const [name, ...rest] = mode.split("/");
  const numbers = rest.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (name === algorithm && numbers.length === parts.length && numbers.every(Number.isInteger)) return numbers;
  throw refused(`be "${algorithm}/${parts.map((part) => `<${part}>`).join("/")}"`, mode);
}

function groupOf(size: number, mode: string): number {
  if (size === -1 || size > 0) return size;
  throw refused("name groups of a positive size, or of -1 for whole channels", mode);
}

function refused(expected: string, received: unknown): Error {
  const action = "create QuantizedDTypePolicy";
  return refusal(OptionError, { action, option: "mode", expected: `\`mode\` must ${expected}`, received });
}
