import { NDArray, OptionError, option, refusal, Tensor, toNDArray } from "@hornbeam/core";

/** What a vocabulary is made of. */
export type Token = string | number;

export function isText(token: unknown): token is string {
  return typeof token === "string";
}
export function isWhole(token: unknown): token is number {
  return Number.isSafeInteger(token);
}

/** The words of `expects` where a path or an address is refused. */
const notPath = "(the path or address of a file is never followed)";

/** A list of tokens, given or on the host. */
export function tokensOption<T extends Token>(isToken: (token: unknown) => token is T, what: string) {
  return option<readonly T[], readonly T[] | NDArray | Tensor>(`a list of ${what} ${notPath}`, (given) => {
    const tokens = listOf(given);
    return tokens?.every(isToken) ? (tokens as T[]) : undefined;
  });
}
export type TokenList<T> = readonly T[] | NDArray | Tensor;

/** The elements of a list, or of an array of rank 1. */
export function listOf(given: unknown): unknown[] | undefined {
  if (Array.isArray(given)) return [...given];
  const array = given instanceof Tensor ? toNDArray(given) : given;
  if (!(array instanceof NDArray) || array.rank !== 1) return undefined;
  return [...array.data].map((one) => (isText(one) ? one : Number(one)));
}

export interface VocabularyRules {
  readonly action: string;
  /** Tokens that may stand in front. */
  readonly special: readonly (Token | null)[];
  readonly maskToken: Token | null;
  /** Which must not occur again, where indices are turned into tokens. */
  readonly oovToken: Token | null;
  readonly maxTokens: number | null;
}

/**
 * The tokens of a vocabulary without the special ones in front.
 *
 * @throws {OptionError} when it is empty or too long, or a token stands where it may not.
 */
export function ownTokens<T extends Token>(
  given: readonly T[],
  rules: VocabularyRules,
): { readonly tokens: readonly T[]; readonly hadSpecial: boolean } {
  const { action, special, maskToken, oovToken, maxTokens } = rules;
  const refuse = (expected: string, received: unknown, hint?: string): OptionError =>
    refusal(OptionError, {
      action,
      option: "vocabulary",
      expected: `the vocabulary ${expected}`,
      received,
      ...(hint !== undefined && { hint }),
    });
  if (given.length === 0) throw refuse("must not be empty", given);
  const hadSpecial = special.every((token, i) => given[i] === token);
  const tokens = hadSpecial ? given.slice(special.length) : [...given];
  const seen = new Set<Token>();
  for (const token of tokens) {
    if (seen.has(token)) throw refuse("must not have a repeated term", token);
    seen.add(token);
  }
  for (const [name, token] of [
    ["mask", maskToken],
    ["OOV", oovToken],
  ] as const) {
    if (token === null || !seen.has(token)) continue;
    const hint = `Leave special tokens out, or put exactly these in front: ${JSON.stringify(special)}.`;
    throw refuse(`must not have the ${name} token among its terms`, token, hint);
  }
  const size = special.length + tokens.length;
  if (maxTokens !== null && size > maxTokens) {
    throw refuse(`must have at most ${maxTokens} tokens (\`maxTokens\`), special ones included`, size);
  }
  return { tokens, hadSpecial };
}
