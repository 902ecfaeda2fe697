import { show } from "./show.ts";

/** What an error is about, for code that wants more than its message. */
export interface ErrorDetails {
  /** The object concerned: `Dense "dense_1"`. */
  readonly owner?: string;
  /** The option or argument concerned. */
  readonly option?: string;
  /** What had to hold. */
  readonly expected?: string;
  /** What came instead. */
  readonly received?: unknown;
  readonly cause?: unknown;
}

/** The parent of every error that Hornbeam throws. */
export abstract class KerasError extends Error {
  declare readonly owner: string | undefined;
  declare readonly option: string | undefined;
  declare readonly expected: string | undefined;
  declare readonly received: unknown;

  constructor(message: string, { owner, option, expected, received, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    // not enumerable: the message has said it, and consoles would print all that a received tensor hangs on
    for (const [name, value] of Object.entries({ owner, option, expected, received }))
      Object.defineProperty(this, name, { value, configurable: true, writable: true });
  }
}

/** An option or argument that does not exist, or whose value is not acceptable. */
export class OptionError extends KerasError {
  override readonly name = "OptionError";
}

/** A tensor, array or graph whose shape does not fit. */
export class ShapeError extends KerasError {
  override readonly name = "ShapeError";
}

/** A tensor or array of a type of elements that does not fit. */
export class DTypeError extends KerasError {
  override readonly name = "DTypeError";
}

/** A configuration or file that cannot be read. */
export class ConfigError extends KerasError {
  override readonly name = "ConfigError";
}

/** A call that comes too early, too late, or on an object that was disposed. */
export class StateError extends KerasError {
  override readonly name = "StateError";
}

type ErrorClass<E> = new (message: string, details?: ErrorDetails) => E;

/** The parts of `Cannot <action>: <expected>, received <received>`, with the way out on a second line. */
export interface Refusal extends ErrorDetails {
  /** A verb and its object: `call Dense "dense_1"`. */
  readonly action: string;
  readonly expected: string;
  /** Words in front of the received value: `shape`. */
  readonly receivedAs?: string;
  readonly hint?: string;
}

const longestValue = 1000;

/** Words a refusal in the one form that all messages have. */
export function refusal<E extends KerasError>(Class: ErrorClass<E>, parts: Refusal): E {
  const { action, expected, receivedAs, hint } = parts;
  const received =
    "received" in parts ? `, received ${receivedAs ? `${receivedAs} ` : ""}${shorten(show(parts.received))}` : "";
  return new Class(`Cannot ${action}: ${expected}${received}${hint ? `\n${hint}` : ""}`, parts);
}

/** Values out of a file may be of any size. */
function shorten(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
