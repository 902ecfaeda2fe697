import { connect, flatten, KerasTensor, mapStructure, nodeOf, packAs } from "@hornbeam/core";
import { Input } from "@hornbeam/layers";
import { isInput } from "./map-graph.ts";

/**
 * A copy of the nodes between tensors, for a model whose inputs are not all Inputs: each of these becomes an Input,
 * and the layers' calls are recorded again from there.
 */
export function cloneNodes(inputs: unknown, outputs: unknown): { inputs: unknown; outputs: unknown } {
  const copies = new Map<KerasTensor, KerasTensor>();
  const newInputs = (flatten(inputs) as KerasTensor[]).map((tensor) => {
    const copy = isInput(tensor)
      ? tensor
      : Input({ batchShape: tensor.shape, dtype: tensor.dtype, name: `${tensor.name}CLONE` });
    copies.set(tensor, copy);
    return copy;
  });
  const copyOf = (leaf: unknown): unknown => (leaf instanceof KerasTensor ? copies.get(leaf)! : leaf);
  const visit = (tensor: KerasTensor): void => {
    if (copies.has(tensor)) return;
    const node = nodeOf(tensor);
    if (!node || node.inputs.length === 0) {
      copies.set(tensor, tensor); // an Input that was not declared: the new graph names it when it checks itself
      return;
    }
    for (const input of node.inputs) visit(input);
    for (const output of node.outputs)
      copies.set(output, new KerasTensor(output.shape, output.dtype, `${output.name}_clone`));
    const call = {
      args: mapStructure(node.call.args, copyOf) as unknown[],
      kwargs: mapStructure(node.call.kwargs, copyOf) as Record<string, unknown>,
    };
    connect(node.operation, {
      call,
      inputs: node.inputs.map((input) => copies.get(input)!),
      outputs: node.outputs.map((output) => copies.get(output)!),
      outputStructure: mapStructure(node.outputStructure, copyOf),
    });
  };
  for (const output of flatten(outputs) as KerasTensor[]) visit(output);
  return { inputs: packAs(inputs, newInputs), outputs: mapStructure(outputs, copyOf) };
}
