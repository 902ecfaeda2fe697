import { floatx } from "../config/values.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";

let current: DTypePolicy | undefined;

/**
 * The policy of layers that are given none: that of `setDtypePolicy`, or else `floatx`.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.dtype_policy}
 * @example
 * config.dtypePolicy().name; // "float32"
 */
export function currentDTypePolicy(): DTypePolicy {
  return current ?? new DTypePolicy(floatx());
}

export function keepDTypePolicy(policy: DTypePolicy | undefined): void {
  current = policy;
}
