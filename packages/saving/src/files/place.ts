import { OptionError, refusal } from "@hornbeam/core";
import { type NodeParts, nodeParts } from "./_node.ts";

/** Where a file is: a path of Node's, or an address to fetch. */
export type Place =
  | { readonly kind: "file"; readonly path: string; readonly node: NodeParts }
  | { readonly kind: "address"; readonly url: string };

/** Letters and a colon; one letter is a drive. */
const scheme = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Tells paths from addresses.
 *
 * @param action What the file is wanted for, for messages.
 * @param hint The way out where there are no files.
 */
export function placeOf(given: string | URL, action: string, hint: string): Place {
  const text = String(given);
  const isAddress = scheme.test(text);
  if (isAddress && !/^file:/i.test(text)) return { kind: "address", url: text };
  const node = nodeParts();
  if (!node) {
    throw refusal(OptionError, {
      action,
      expected: "a path needs the files of Node, which are not here",
      received: text,
      hint,
    });
  }
  return { kind: "file", path: isAddress ? node.url.fileURLToPath(text) : text, node };
}
