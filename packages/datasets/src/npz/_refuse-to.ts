import { ConfigError, type Refusal, refusal } from "@hornbeam/core";

/** Makes the error of a file: what must hold, and what was found. */
export type Refuse = (expected: string, parts?: Partial<Refusal>) => ConfigError;

/** Errors of what cannot be done: `read npy`. */
export function refuseTo(action: string): Refuse {
  return (expected, parts = {}) => refusal(ConfigError, { action, expected, ...parts });
}
