import { OptionError, refusal } from "../errors.ts";
import { suggestion } from "../names/nearest.ts";

/** What the names of a family stand for: classes and functions by all their spellings. */
export class Identifiers<T> {
  readonly #family: string;
  readonly #entries = new Map<string, T>();

  /** @param family How a member is called in messages: `loss`. */
  constructor(family: string, entries: Iterable<readonly [name: string, value: T]>) {
    this.#family = family;
    // the first spelling of a name wins: exact ones come before those for convenience
    for (const [name, value] of entries) if (!this.#entries.has(name)) this.#entries.set(name, value);
  }

  get names(): Iterable<string> {
    return this.#entries.keys();
  }

  /** @throws {OptionError} when there is no such name. */
  find(name: string): T {
    const found = this.#entries.get(name);
    if (found !== undefined) return found;
    throw this.unknown(name);
  }

  /** The error about what stands for no member. */
  unknown(identifier: unknown): OptionError {
    const article = /^[aeiou]/.test(this.#family) ? "an" : "a";
    return refusal(OptionError, {
      action: `get ${article} ${this.#family}`,
      expected: `the identifier must stand for ${article} ${this.#family}`,
      received: identifier,
      ...(typeof identifier === "string" && { hint: suggestion(identifier, this.#entries.keys()) }),
    });
  }
}
