import { nearest, OptionError, refusal } from "@hornbeam/core";

export interface AdaptOptions {
  /** How many batches are read; all of them unless given. */
  readonly steps?: number;
  /** 0 says nothing, 1 draws a bar, 2 prints a line at the end. `"auto"`, which is 1, unless given. */
  readonly verbose?: "auto" | 0 | 1 | 2;
  /** Ends the work before the next batch: the promise rejects with the signal's reason, and what was known stays. */
  readonly signal?: AbortSignal;
}

interface Kind {
  readonly expects: string;
  readonly accepts: (x: unknown) => boolean;
}
const kinds: Readonly<Record<string, Kind>> = {
  steps: {
    expects: "a non-negative integer",
    accepts: (x) => x === Infinity || (Number.isSafeInteger(x) && (x as number) >= 0),
  },
  verbose: { expects: 'one of "auto", 0, 1, 2', accepts: (x) => ["auto", 0, 1, 2].includes(x as number) },
  signal: { expects: "an AbortSignal", accepts: (x) => x instanceof AbortSignal },
};

/** Refuses options of `adapt` that do not exist, and values that cannot be meant. */
export function checkAdaptOptions(action: string, options: object): void {
  for (const [key, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (!kind) {
      const near = nearest(key, Object.keys(kinds));
      const hint = near ? `Did you mean \`${near}\`?` : `Known options: ${Object.keys(kinds).join(", ")}.`;
      throw new OptionError(`Cannot ${action}: unknown option \`${key}\`\n${hint}`, { option: key });
    }
    if (value === undefined || kind.accepts(value)) continue;
    throw refusal(OptionError, {
      action,
      option: key,
      expected: `\`${key}\` must be ${kind.expects}`,
      received: value,
    });
  }
}
