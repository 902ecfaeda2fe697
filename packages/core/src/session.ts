import { resetNames } from "./names/unique-name.ts";
import { resetWarnings } from "./warn.ts";

/** Forgets the names given so far: the next layers are `dense`, `conv2d`, … again. Weights are freed by disposing of their owner. */
export function clearSession(): void {
  resetNames();
  resetWarnings();
}
