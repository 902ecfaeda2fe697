import type { Config } from "../serialization/config.ts";
import type { KerasTensor } from "./keras-tensor.ts";

/** Arguments as Keras stores them in a config: positional ones, then keywords in snake_case. */
export interface Arguments {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** What the nodes of a graph apply: a layer, a model or an op. */
export interface Operation {
  readonly name: string;
  /** Calls on symbolic tensors, in their order. */
  readonly inboundNodes: Node[];
  /** Applies it to arguments in which symbolic tensors have been replaced, by tensors or by other symbolic ones. */
  applyTo(call: Arguments): unknown;
  getConfig(): Config;
}

/** One call of an operation on symbolic tensors. */
export interface Node {
  readonly operation: Operation;
  readonly call: Arguments;
  /** Symbolic tensors among the arguments, in order. */
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  /** The outputs in the structure in which the call returned them. */
  readonly outputStructure: unknown;
}

/** Records a call, and marks its outputs with it. */
export function connect(operation: Operation, node: Omit<Node, "operation">): void {
  const nodeIndex = operation.inboundNodes.length;
  operation.inboundNodes.push({ operation, ...node });
  node.outputs.forEach((tensor, tensorIndex) => {
    tensor.history = { operation, nodeIndex, tensorIndex };
  });
}

/** The node that made a tensor. */
export function nodeOf(tensor: KerasTensor): Node | undefined {
  return tensor.history?.operation.inboundNodes[tensor.history.nodeIndex];
}
