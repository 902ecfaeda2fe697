import { OptionError, refusal } from "@hornbeam/core";

/** Refuses what is not a whole number in a range; null may stand for none. */
export function checkWhole(
  action: string,
  option: string,
  value: unknown,
  { least = 0, orNull = false }: { least?: number; orNull?: boolean } = {},
): void {
  if (value === undefined || (orNull && value === null)) return;
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) < 2 ** 32) return;
  const expected = `\`${option}\` must be an integer in [${least}, 2 ** 32)${orNull ? " or null" : ""}`;
  throw refusal(OptionError, { action, option, expected, received: value });
}

/** Refuses what is not a share that leaves something to train on. */
export function checkTestSplit(action: string, testSplit: unknown): void {
  if (testSplit === undefined || (typeof testSplit === "number" && testSplit >= 0 && testSplit < 1)) return;
  const expected = "`testSplit` must be between 0 and 1 (exclusive of 1)";
  throw refusal(OptionError, { action, option: "testSplit", expected, received: testSplit });
}
