import { OptionError, refusal } from "@hornbeam/core";

/** Refuses what is not an object of options, or has options that a method does not know. */
export function checkOptions(action: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw refusal(OptionError, { action, expected: "its options must be one object", received: given });
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new OptionError(`Cannot ${action}: unknown option \`${key}\`\nKnown options: ${known.join(", ")}.`, {
      option: key,
    });
  }
}

/** Refuses what is not a whole number of at least `least`. */
export function checkCount(action: string, option: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  const expected = `\`${option}\` must be an integer of at least ${least}`;
  throw refusal(OptionError, { action, option, expected, received: value });
}

export function checkFunction(action: string, value: unknown): void {
  if (typeof value === "function") return;
  throw refusal(OptionError, { action, expected: "it must be given a function", received: value });
}
