import { type Logs, OptionError, refusal, show } from "@hornbeam/core";
import { formatNumber, formatText } from "@hornbeam/utils";

interface Field {
  readonly name: string;
  /** `!s` and `!r` make a text of the value before it is formatted. */
  readonly asText: boolean;
  readonly spec: string;
}

/** A path with fields in Python's format: `{epoch:02d}-{val_loss:.2f}.keras`. */
export class PathTemplate {
  readonly #owner: string;
  readonly #template: string;
  readonly #parts: readonly (string | Field)[];

  /** @throws {OptionError} when the braces are not those of a format string. */
  constructor(owner: string, template: string) {
    this.#owner = owner;
    this.#template = template;
    this.#parts = parse(owner, template);
  }

  /**
   * The path for one moment.
   *
   * @param counts Whole numbers: they are written without a point.
   * @throws {OptionError} when a field is neither a count nor among the logs, or its format does not suit.
   */
  format(counts: Readonly<Record<string, number>>, logs: Logs): string {
    return this.#parts.map((part) => (typeof part === "string" ? part : this.#value(part, counts, logs))).join("");
  }

  #value({ name, asText, spec }: Field, counts: Readonly<Record<string, number>>, logs: Logs): string {
    const integer = Object.hasOwn(counts, name);
    const value = integer ? counts[name]! : Object.hasOwn(logs, name) ? logs[name]! : undefined;
    const action = `format the path ${show(this.#template)} of ${this.#owner}`;
    if (value === undefined) {
      const known = [...Object.keys(counts), ...Object.keys(logs)].join(", ");
      const hint = `The logs of this moment have: ${known}.`;
      const expected = "its fields must be among the logs";
      throw refusal(OptionError, { action, owner: this.#owner, option: "filepath", expected, received: name, hint });
    }
    try {
      if (asText) return formatText(formatNumber(value, "", { integer }), spec);
      return formatNumber(value, spec, { integer });
    } catch (cause) {
      const expected = `the format of \`${name}\` must suit its value ${show(value)}`;
      throw refusal(OptionError, { action, owner: this.#owner, option: "filepath", expected, received: spec, cause });
    }
  }
}

const field = /^\{([^{}!:[\].]+)(![sr])?(?::([^{}]*))?\}/;

function parse(owner: string, template: string): (string | Field)[] {
  const parts: (string | Field)[] = [];
  let rest = template;
  while (rest !== "") {
    const plain = /^(?:[^{}]|\{\{|\}\})+/.exec(rest)?.[0];
    const found = plain === undefined ? field.exec(rest) : null;
    if (plain !== undefined) {
      parts.push(plain.replaceAll("{{", "{").replaceAll("}}", "}"));
    } else if (found) {
      parts.push({ name: found[1]!, asText: found[2] !== undefined, spec: found[3] ?? "" });
    } else {
      const hint = 'Fields are written `{epoch:02d}`, a brace itself "{{" or "}}".';
      const expected = "`filepath` must be a format string with fields by name";
      throw refusal(OptionError, {
        action: `create ${owner}`,
        owner,
        option: "filepath",
        expected,
        received: template,
        hint,
      });
    }
    rest = rest.slice(plain?.length ?? found![0].length);
  }
  return parts;
}
