import { isRecord, nearest, OptionError, refusal } from "@hornbeam/core";

const positive = new Set(["batchSize", "stepsPerEpoch", "steps", "validationSteps", "validationBatchSize"]);
const countable = new Set(["epochs", "initialEpoch"]);

/** What comes behind the data: targets and options, or options alone, which is what a record is that holds nothing else. */
export function readArguments<O>(
  fromSet: boolean,
  second: unknown,
  third: O | undefined,
  known: readonly string[],
): { readonly y: unknown; readonly options: O } {
  const alone = fromSet || (third === undefined && areOptions(second, known));
  return { y: alone ? undefined : second, options: third ?? ((alone && second ? second : {}) as O) };
}

function areOptions(value: unknown, known: readonly string[]): boolean {
  const keys = isRecord(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => known.includes(key));
}

/** Refuses options that do not exist, and numbers that cannot be meant. */
export function checkOptions(action: string, options: object, known: readonly string[]): void {
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) {
      const near = nearest(key, known);
      const hint = near ? `Did you mean \`${near}\`?` : `Known options: ${known.join(", ")}.`;
      throw new OptionError(`Cannot ${action}: unknown option \`${key}\`\n${hint}`, { option: key });
    }
    if (value === undefined) continue;
    const integer = Number.isSafeInteger(value) ? (value as number) : Number.NaN;
    const fail = (expected: string) => {
      throw refusal(OptionError, { action, option: key, expected: `\`${key}\` must be ${expected}`, received: value });
    };
    if (positive.has(key) && !(integer >= 1)) fail("a positive integer");
    if (countable.has(key) && !(integer >= 0)) fail("a non-negative integer");
    if (key === "verbose" && !["auto", 0, 1, 2].includes(value as number)) fail('one of "auto", 0, 1, 2');
    if (key === "shuffle" && typeof value !== "boolean" && value !== "batch") fail('a boolean or "batch"');
    if (key === "validationFreq" && !isFrequency(value)) fail("a positive integer, or a list of epochs counted from 1");
    if (key === "signal" && !(value instanceof AbortSignal)) fail("an AbortSignal");
  }
}

function isFrequency(value: unknown): boolean {
  const one = (x: unknown) => Number.isSafeInteger(x) && (x as number) >= 1;
  return Array.isArray(value) ? value.every(one) : one(value);
}
