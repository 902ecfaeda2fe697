import { OptionError, refusal } from "@hornbeam/core";

/** Reads the options of one call; every refusal names the call and the option. */
export class OptionReader {
  readonly #action: string;
  readonly #options: Readonly<Record<string, unknown>>;

  /** @throws {OptionError} when the options are not an object, or one is not in `known`. */
  constructor(action: string, options: object | undefined, known: readonly string[]) {
    this.#action = action;
    this.#options = (options ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof options !== "object" && options !== undefined)
      throw refusal(OptionError, { action, expected: "options must be an object", received: options });
    for (const key of Object.keys(this.#options)) {
      if (known.includes(key)) continue;
      const expected = `options must be among ${known.map((name) => `\`${name}\``).join(", ")}`;
      throw refusal(OptionError, { action, expected, received: key, option: key });
    }
  }

  text(name: string): string | undefined {
    return this.#read(name, "a string", (value) => typeof value === "string");
  }
  flag(name: string, initial = false): boolean {
    return this.#read<boolean>(name, "true or false", (value) => typeof value === "boolean") ?? initial;
  }
  count(name: string): number | undefined {
    return this.#read(name, "a positive integer", (value) => Number.isInteger(value) && (value as number) > 0);
  }
  number(name: string, expected: string, accepts: (value: number) => boolean): number | undefined {
    return this.#read(name, expected, (value) => typeof value === "number" && accepts(value));
  }
  oneOf<T extends string>(name: string, values: readonly T[], initial: T): T {
    const expected = `one of ${values.map((value) => `"${value}"`).join(", ")}`;
    return this.#read<T>(name, expected, (value) => values.includes(value as T)) ?? initial;
  }
  strings(name: string): readonly string[] | undefined {
    const accepts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === "string");
    return this.#read(name, "a list of strings", accepts);
  }
  /** Two finite numbers, the first below the second. */
  range(name: string): readonly [number, number] | undefined {
    const accepts = (value: unknown) =>
      Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1];
    return this.#read(name, "two numbers [low, high] with low < high", accepts);
  }
  refuse(name: string, expected: string): OptionError {
    const parts = { action: this.#action, expected: `\`${name}\` must be ${expected}`, option: name };
    return refusal(OptionError, { ...parts, received: this.#options[name] });
  }

  #read<T>(name: string, expected: string, accepts: (value: unknown) => boolean): T | undefined {
    const value = this.#options[name];
    if (value === undefined) return undefined;
    if (!accepts(value)) throw this.refuse(name, expected);
    return value as T;
  }
}
