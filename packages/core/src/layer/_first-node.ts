import { refusal, StateError } from "../errors.ts";
import type { Node, Operation } from "../graph/operation.ts";

/** The first call of a layer on symbolic tensors. */
export function firstNode(
  layer: Operation & { readonly [Symbol.toStringTag]: string },
  what: "input" | "output",
): Node {
  const node = layer.inboundNodes[0];
  if (node) return node;
  const expected = "it must have been called on a symbolic tensor";
  throw refusal(StateError, { action: `read the ${what} of ${layer[Symbol.toStringTag]}`, expected });
}
