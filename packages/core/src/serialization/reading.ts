/** A parent class, and how its children are called in messages: "a layer". */
export interface Family {
  readonly parent: abstract new (...args: never[]) => object;
  readonly expects: string;
}

/** What reading a config may use: how nested objects become instances. */
export interface Reading {
  /** Makes the instance that a nested config describes, which must be of the family. */
  resolve(config: unknown, family: Family): unknown;
  /** Makes whatever a nested config describes: plain data, or instances. */
  deserialize(config: unknown): unknown;
  /** A class or function of the user's by one of its names. */
  custom(...names: readonly (string | null | undefined)[]): unknown;
}
