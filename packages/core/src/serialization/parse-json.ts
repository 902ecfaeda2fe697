import { ConfigError, refusal } from "../errors.ts";

export interface ParseLimits {
  /** Lists and objects inside each other. */
  readonly depth?: number;
}

const deepest = 500;

/**
 * JSON as Python's `json` module reads it, `NaN` and `Infinity` included, and stricter than both: a key must not come
 * twice in an object, nor be `__proto__`, and nesting has a limit.
 *
 * @throws {ConfigError} for text that is no such JSON, with the place where it goes wrong.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259 | RFC 8259}
 * @example
 * parseJson('{"units": 3}'); // { units: 3 }
 */
export function parseJson(text: string, { depth = deepest }: ParseLimits = {}): unknown {
  return new Parser(text, depth).document();
}

const words: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  false: false,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};
const word = /null|true|false|NaN|-?Infinity/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON wants those escaped
const special = /[\\\u0000-\u001f]/;

class Parser {
  readonly #text: string;
  readonly #deepest: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#deepest = depth;
  }

  document(): unknown {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#wrong("nothing may follow the value");
    return value;
  }

  #value(): unknown {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === "{" || first === "[") {
      if (++this.#depth > this.#deepest) throw this.#wrong(`it must not nest more than ${this.#deepest} deep`);
      const value = first === "{" ? this.#object() : this.#list();
      this.#depth--;
      return value;
    }
    if (first === '"') return this.#string();
    const literal = this.#match(word);
    if (literal !== undefined) return words[literal];
    const digits = this.#match(number);
    if (digits === undefined) throw this.#wrong("a value must come here");
    return Number(digits);
  }

  #list(): unknown[] {
    const list: unknown[] = [];
    this.#at++;
    if (this.#next("]")) return list;
    do list.push(this.#value());
    while (this.#next(","));
    this.#expect("]");
    return list;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#at++;
    if (this.#next("}")) return object;
    do {
      this.#skipSpace();
      const key = this.#string();
      if (key === "__proto__") throw this.#wrong('the key "__proto__" is not allowed');
      if (Object.hasOwn(object, key))
        throw this.#wrong(`the keys of an object must be unique, none twice: "${key.slice(0, 100)}"`);
      this.#expect(":");
      object[key] = this.#value();
    } while (this.#next(","));
    this.#expect("}");
    return object;
  }

  #string(): string {
    const text = this.#text;
    if (text[this.#at] !== '"') throw this.#wrong("a string must come here");
    let end = this.#at;
    do end = text.indexOf('"', end + 1);
    while (end > 0 && isEscaped(text, end));
    if (end < 0) throw this.#wrong("a string must have an end");
    const quoted = text.slice(this.#at, end + 1);
    try {
      const value = special.test(quoted) ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
      this.#at = end + 1;
      return value;
    } catch {
      throw this.#wrong("a string must not have control characters or unknown escapes");
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
  #skipSpace(): void {
    while (" \n\r\t".includes(this.#text[this.#at] ?? "x")) this.#at++;
  }
  #next(sign: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }
  #expect(sign: string): void {
    if (!this.#next(sign)) throw this.#wrong(`"${sign}" must come here`);
  }
  #wrong(expected: string): ConfigError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const place = `at character ${this.#at} of ${this.#text.length}`;
    return refusal(ConfigError, {
      action: "parse JSON",
      expected: `${expected}, ${place}`,
      ...(rest === "" ? { receivedAs: "the", received: "end of the text" } : { received: rest }),
    });
  }
}

/** Whether an odd number of backslashes precedes. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === "\\") start--;
  return (at - start) % 2 === 1;
}
