import type { Token } from "./_vocabulary.ts";

/** How often tokens occur, and in how many documents: what a vocabulary is learned from. */
export class TokenCounts<T extends Token> {
  readonly #total = new Map<T, number>();
  readonly #documents = new Map<T, number>();
  #documentCount = 0;

  get isEmpty(): boolean {
    return this.#total.size === 0;
  }

  /** Counts documents, each of which is a list of tokens. */
  add(documents: Iterable<readonly T[]>): void {
    for (const document of documents) {
      this.#documentCount++;
      for (const token of document) this.#total.set(token, (this.#total.get(token) ?? 0) + 1);
      for (const token of new Set(document)) this.#documents.set(token, (this.#documents.get(token) ?? 0) + 1);
    }
  }

  /** The most frequent tokens first; of equally frequent ones the greater first. */
  mostFrequent(limit: number, without: ReadonlySet<Token | null>): T[] {
    return [...this.#total]
      .filter(([token]) => !without.has(token))
      .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || compare(b, a))
      .slice(0, Math.max(0, limit))
      .map(([token]) => token);
  }

  /** Inverse document frequency, `log(1 + documents / (1 + documents with the token))`. */
  inverseFrequency(token: T): number {
    return Math.log(1 + this.#documentCount / (1 + (this.#documents.get(token) ?? 0)));
  }
}

/** Numbers by size, strings by their code points: the order of their UTF-8 bytes. */
function compare(a: Token, b: Token): number {
  if (typeof a === "number" || typeof b === "number") return Number(a) - Number(b);
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}
