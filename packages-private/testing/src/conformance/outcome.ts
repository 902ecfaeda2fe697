/** What became of a case: it holds, it does not, or what it is about does not exist. */
export type Status = "passed" | "failed" | "missing";

export interface Outcome {
  readonly kind: string;
  readonly id: string;
  readonly status: Status;
  /** The first difference, or what is missing. */
  readonly message?: string;
  /** Further differences of the same case. */
  readonly more?: readonly string[];
  readonly milliseconds?: number;
}

/** Thrown where a case asks for a class, a function or a loader that no package exports. */
export class Missing extends Error {
  override readonly name = "Missing";
  constructor(what: string) {
    super(`${what} does not exist`);
  }
}
