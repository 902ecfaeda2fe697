import { OptionError, refusal } from "@hornbeam/core";
import { exponential, fixed, shortest } from "./_exact-digits.ts";

export interface FormatNumberOptions {
  /** Whether the number is whole by nature, as Python's `int` is: then `1` is not written `1.0`. */
  readonly integer?: boolean;
}

interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string | undefined;
}

const grammar = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d{0,4})(?:\.(\d{1,3}))?([a-zA-Z%])?$/su;
const form = "[[fill]align][sign][#][0][width][.precision][type]";

/**
 * A number as Python's `format(value, spec)` words it, digit by digit: halves are rounded to even, exponents have two
 * digits. What progress bars and names of files are made with.
 *
 * - `spec`: `[[fill]align][sign][#][0][width][.precision][type]`; types are `d e E f F g G %`
 *
 * @throws {OptionError} for another format, and for `d` with a number that is not whole.
 * @see {@link https://docs.python.org/3/library/string.html#formatspec | Format specification}
 * @example
 * formatNumber(7, "03d"); // "007"
 * formatNumber(0.00001234, ".2e"); // "1.23e-05"
 */
export function formatNumber(value: number, spec = "", options: FormatNumberOptions = {}): string {
  const integer = options.integer ?? Number.isInteger(value);
  const parsed = parseSpec(spec);
  const { type } = parsed;
  const whole = type === "d" || (type === undefined && integer);
  if (type === "s" || (whole && (!integer || parsed.precision !== undefined))) {
    const expected = integer ? "the format must suit a whole number" : "the format must suit a number with a fraction";
    throw refusal(OptionError, { action: "format a number", option: "spec", expected, received: spec });
  }
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? "-" : parsed.sign === "-" ? "" : parsed.sign;
  const body = magnitude(Math.abs(value), parsed, integer);
  return pad(sign, type !== undefined && "EFG".includes(type) ? body.toUpperCase() : body, {
    ...parsed,
    align: parsed.align ?? ">",
  });
}

/**
 * A text as Python's `format(value, spec)` words it.
 *
 * @throws {OptionError} for a format of numbers.
 * @example
 * formatText("ab", "*^6s"); // "**ab**"
 */
export function formatText(value: string, spec = ""): string {
  const parsed = parseSpec(spec.replace(/^0(?=\d)/, "0<"));
  const { type, precision, align = "<", alternate, sign } = parsed;
  if ((type !== undefined && type !== "s") || align === "=" || alternate || sign !== "-") {
    const expected = "the format must suit a text";
    throw refusal(OptionError, { action: "format a text", option: "spec", expected, received: spec });
  }
  return pad("", [...value].slice(0, precision).join(""), { ...parsed, align });
}

function parseSpec(spec: string): Spec {
  const found = grammar.exec(spec);
  if (!found || !"deEfFgG%s".includes(found[8] ?? "d")) {
    const hint = "Types are d, e, E, f, F, g, G and %.";
    const expected = `the format must be ${form}`;
    throw refusal(OptionError, { action: "format a value", option: "spec", expected, received: spec, hint });
  }
  const [, fill, align, sign = "-", alternate, zero, width, precision, type] = found;
  return {
    fill: fill ?? (zero ? "0" : " "),
    align: align ?? (zero ? "=" : undefined),
    sign,
    alternate: alternate !== undefined,
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

function magnitude(value: number, { type, precision, alternate }: Spec, integer: boolean): string {
  if (Number.isNaN(value)) return type === "%" ? "nan%" : "nan";
  if (value === Number.POSITIVE_INFINITY) return type === "%" ? "inf%" : "inf";
  switch (type) {
    case "d":
      return BigInt(value).toString();
    case "f":
    case "F":
      return point(fixed(value, precision ?? 6), alternate);
    case "%":
      return value * 100 === Number.POSITIVE_INFINITY
        ? "inf%"
        : `${point(fixed(value * 100, precision ?? 6), alternate)}%`;
    case "e":
    case "E":
      return scientific(exponential(value, (precision ?? 6) + 1), alternate);
    case "g":
    case "G":
      return general(value, Math.max(precision ?? 6, 1), alternate, 0);
    default:
      if (precision !== undefined) return general(value, Math.max(precision, 1), alternate, 1);
      return integer ? BigInt(value).toString() : representation(value, alternate);
  }
}

/** What `repr(value)` gives. */
function representation(value: number, alternate: boolean): string {
  const short = shortest(value);
  const { digits, exponent } = short;
  if (exponent < -4 || exponent >= 16) return scientific(short, alternate);
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** Type `g`, and what has a precision but no type: that keeps one digit after the point. */
function general(value: number, count: number, alternate: boolean, reserved: 0 | 1): string {
  const rounded = exponential(value, count);
  const { exponent } = rounded;
  if (exponent < -4 || exponent >= count - reserved) {
    const digits = alternate ? rounded.digits : rounded.digits.replace(/(?<=.)0+$/, "");
    return scientific({ digits, exponent }, alternate);
  }
  const text = fixed(value, count - 1 - exponent);
  const short = alternate || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  return point(reserved && !short.includes(".") ? `${short}.0` : short, alternate);
}

function scientific({ digits, exponent }: { digits: string; exponent: number }, alternate: boolean): string {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : point(digits, alternate);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function point(digits: string, always: boolean): string {
  return always && !digits.includes(".") ? `${digits}.` : digits;
}

function pad(sign: string, body: string, { fill, align, width }: Spec & { align: string }): string {
  const missing = Math.max(0, width - sign.length - [...body].length);
  const left = align === "<" ? 0 : align === "^" ? Math.floor(missing / 2) : missing;
  const before = fill.repeat(left);
  const after = fill.repeat(missing - left);
  return align === "=" ? `${sign}${before}${body}` : `${before}${sign}${body}${after}`;
}
