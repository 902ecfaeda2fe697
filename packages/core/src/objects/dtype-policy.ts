import { type DType, isDType } from "../array/dtype.ts";
import { OptionError, refusal } from "../errors.ts";
import { option } from "../options/option.ts";
import { isSerializedObject, type SerializedObject } from "../serialization/config.ts";

/**
 * Which dtype a layer stores and which it computes in. Half types are stored and computed in float32, the backend
 * having no others.
 *
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.DTypePolicy}
 */
export class DTypePolicy {
  readonly name: string;

  constructor(name: string) {
    if (!isDType(name) && !isMixed(name)) {
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
  serialize(): SerializedObject {
    return { module: "keras", class_name: "DTypePolicy", config: { name: this.name }, registered_name: null };
  }
  get [Symbol.toStringTag](): string {
    return `DTypePolicy "${this.name}"`;
  }
}

function isMixed(name: string): boolean {
  return name === "mixed_float16" || name === "mixed_bfloat16";
}

/** A dtype, the name of a policy, or a policy; null means float32. */
export const dtypePolicy = /* @__PURE__ */ option<DTypePolicy, DTypePolicy | string | null>(
  "a dtype or a dtype policy",
  (input) => {
    if (input instanceof DTypePolicy) return input;
    if (input === null) return new DTypePolicy("float32");
    if (typeof input === "string" && (isDType(input) || isMixed(input))) return new DTypePolicy(input);
    if (isSerializedObject(input) && input.class_name === "DTypePolicy")
      return new DTypePolicy(String(input.config["name"]));
    return undefined;
  },
);
