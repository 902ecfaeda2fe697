import { isBranch, OptionError, refusal } from "@hornbeam/core";
import { checkOptions } from "../_options.ts";
import { rebuilt } from "./map-structure.ts";

/** What a function gives to `traverse` in order to put null into the place of a part. */
export const MAP_TO_NONE: unique symbol = /* @__PURE__ */ Symbol("MAP_TO_NONE");

export interface TraverseOptions {
  /** Whether a part is visited before what it holds, as it is unless told otherwise. */
  readonly topDown?: boolean | undefined;
}

/**
 * Visits every part of a structure, lists and records as well as leaves, and puts what the function gives in its
 * place; null or nothing leaves a part as it is. From the top down, what was replaced is not entered.
 *
 * @throws {OptionError} when `f` is not a function, or an option is not acceptable.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.traverse}
 * @example
 * tree.traverse((part) => (typeof part === "number" ? part * 2 : null), [1, { a: 2 }]); // [2, { a: 4 }]
 * tree.traverse((part) => (part === 1 ? tree.MAP_TO_NONE : null), [1, 2]); // [null, 2]
 */
export function traverse(f: (part: unknown) => unknown, structure: unknown, options: TraverseOptions = {}): unknown {
  const action = "traverse a structure";
  if (typeof f !== "function") {
    throw refusal(OptionError, { action, expected: "it must be given a function", received: f });
  }
  checkOptions(action, options, ["topDown"]);
  const { topDown = true } = options;
  const visit = (part: unknown): unknown => {
    if (topDown) {
      const given = f(part) ?? null;
      if (given !== null) return given === MAP_TO_NONE ? null : given;
    }
    const entered = isBranch(part)
      ? rebuilt(part, (key) => visit((part as Readonly<Record<string | number, unknown>>)[key]))
      : part;
    if (topDown) return entered;
    const given = f(entered) ?? null;
    if (given === null) return entered;
    return given === MAP_TO_NONE ? null : given;
  };
  return visit(structure);
}
