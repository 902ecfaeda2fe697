import {
  type Arguments,
  currentCall,
  flatten,
  type KerasTensor,
  mapStructure,
  type Operation,
  type Tensor,
} from "@hornbeam/core";
import type { Graph } from "./map-graph.ts";

type Value = Tensor | KerasTensor;

/**
 * Runs the nodes of a graph on values in the places of its inputs: the values of its outputs. Other operations may stand in for
 * those of the graph, and be called in another way.
 */
export function runGraph(
  graph: Graph,
  inputs: readonly Value[],
  standIn: (operation: Operation) => Operation = (operation) => operation,
  apply: (operation: Operation, call: Arguments) => unknown = (operation, call) => operation.applyTo(call),
): Value[] {
  const values = new Map<KerasTensor, Value>();
  graph.inputs.forEach((tensor, i) => {
    values.set(tensor, inputs[i]!);
  });
  const fill = (leaf: unknown): unknown => values.get(leaf as KerasTensor) ?? leaf;
  for (const level of graph.nodesByDepth) {
    for (const node of level) {
      if (node.inputs.length === 0) continue;
      const result = apply(standIn(node.operation), {
        args: mapStructure(node.call.args, fill) as unknown[],
        kwargs: mapStructure(withoutMode(node.call.kwargs), fill) as Record<string, unknown>,
      });
      const outputs = flatten(result);
      node.outputs.forEach((tensor, i) => {
        values.set(tensor, outputs[i] as Value);
      });
    }
  }
  return graph.outputs.map((tensor) => values.get(tensor)!);
}

/** The mode of the call at hand, where there is one, stands above the mode that a layer was called in when the graph was made. */
function withoutMode(kwargs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (currentCall()?.training === undefined || !("training" in kwargs)) return kwargs;
  const { training: _, ...rest } = kwargs;
  return rest;
}
