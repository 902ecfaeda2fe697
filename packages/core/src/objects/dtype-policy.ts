import { type DType, isDType } from "../array/dtype.ts";
import { OptionError, refusal } from "../errors.ts";
import type { Config, SerializedObject } from "../serialization/config.ts";

/**
 * Which dtype a layer stores and which it computes in. Half types are stored and computed in float32, the backend
 * having no others.
 *
 * @param name A dtype, `"mixed_float16"` or `"mixed_bfloat16"`.
 * @throws {OptionError} for any other name.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.DTypePolicy}
 * @example
 * new DTypePolicy("mixed_float16").computeDType; // "float16"
 */
export class DTypePolicy {
  readonly name: string;
  /** How weights are quantized: not at all, unless a subclass says so. */
  readonly quantizationMode: string | null = null;
  /** The class in configs. */
  protected readonly className: string = "DTypePolicy";

  constructor(name: string) {
    if (!isPolicyName(name)) {
      throw refusal(OptionError, {
        action: "create DTypePolicy",
        expected: "`name` must be a dtype, mixed_float16 or mixed_bfloat16",
        received: name,
      });
    }
    this.name = name;
  }
  get variableDType(): DType {
    return isMixed(this.name) ? "float32" : (this.name as DType);
  }
  get computeDType(): DType {
    return (isMixed(this.name) ? this.name.slice("mixed_".length) : this.name) as DType;
  }
  getConfig(): Config {
    return { name: this.name };
  }
  serialize(): SerializedObject {
    const config = this.getConfig();
    const module = this.className === "DTypePolicy" ? "keras" : "keras.dtype_policies";
    return { module, class_name: this.className, config, registered_name: null };
  }
  /** The policy of a layer: this one, but for a map of policies. */
  forPath(_path: string): DTypePolicy {
    return this;
  }
  /** Whether another policy says the same. */
  equals(other: DTypePolicy): boolean {
    return JSON.stringify(this.serialize()) === JSON.stringify(other.serialize());
  }
  get [Symbol.toStringTag](): string {
    return `${this.className} "${this.name}"`;
  }
}

/** Whether a policy that quantizes nothing has the name. */
export function isPolicyName(name: unknown): name is string {
  return isDType(name) || isMixed(name);
}

function isMixed(name: unknown): boolean {
  return name === "mixed_float16" || name === "mixed_bfloat16";
}
