import { keepDTypePolicy } from "./dtype-policies/current.ts";
import { resetNames } from "./names/unique-name.ts";
import { resetWarnings } from "./warn.ts";

/**
 * Forgets the names given so far (the next layers are `dense`, `conv2d`, … again) and the dtype policy that was set. Weights
 * are freed by disposing of their owner.
 */
export function clearSession(): void {
  resetNames();
  resetWarnings();
  keepDTypePolicy(undefined);
}
