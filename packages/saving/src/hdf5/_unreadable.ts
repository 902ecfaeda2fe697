import { refusal } from "@hornbeam/core";
import { LoadingError } from "../loading-error.ts";

/** What a parser throws; `within` says in which object of the file and makes it a `LoadingError`. */
class Unreadable extends Error {
  readonly expected: string;
  readonly received: readonly unknown[];

  constructor(expected: string, received: readonly unknown[]) {
    super(expected);
    this.expected = expected;
    this.received = received;
  }
}

/** The error for a rule of the format (or of our limits) that the bytes break: `throw unreadable("…", value)`. */
export function unreadable(expected: string, ...received: [] | [unknown]): Error {
  return new Unreadable(expected, received);
}

/** Runs a parser; what it cannot read becomes a `LoadingError` that names the part of the file. */
export function within<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const parts = { action: `read ${what}`, owner: what, expected: error.expected };
    throw refusal(LoadingError, error.received.length === 0 ? parts : { ...parts, received: error.received[0] });
  }
}

/** Whether an error is a parser's own, which callers of other code must let pass. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Unreadable;
}

/** An object of a file, or one of its attributes, as messages call it; long names lose their middle. */
export function objectName(kind: "group" | "dataset" | "object", path: string, attribute?: string): string {
  const short = (text: string) =>
    JSON.stringify(text.length > 200 ? `${text.slice(0, 100)}…${text.slice(-100)}` : text);
  return `${attribute === undefined ? "" : `attribute ${short(attribute)} of `}HDF5 ${kind} ${short(path)}`;
}
