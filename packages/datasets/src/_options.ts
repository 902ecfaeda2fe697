import { OptionError, refusal } from "@hornbeam/core";

/** Refuses what is not an object of options, or has options that a function does not know. */
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
