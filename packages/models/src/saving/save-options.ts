import { OptionError, refusal } from "@hornbeam/core";

/** Refuses options that do not exist. */
export function checkOptions(action: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw refusal(OptionError, {
      action,
      expected: `unknown option \`${key}\``,
      hint: `Known options: ${known.join(", ")}.`,
    });
  }
}
