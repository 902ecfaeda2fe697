import { isKerasTensor, type KerasTensor, nodeOf, OptionError, refusal } from "@hornbeam/core";

/**
 * The Inputs that a symbolic tensor is computed from, each once, in the order in which its calls name them. A tensor that no
 * call has made is its own.
 *
 * @throws {OptionError} when it is not a symbolic tensor.
 * @see {@link https://keras.io/api/utils/ | keras.utils.get_source_inputs}
 * @example
 * const tensor = new KerasTensor([null, 2]);
 * getSourceInputs(tensor)[0] === tensor; // true
 */
export function getSourceInputs(tensor: KerasTensor): KerasTensor[] {
  if (!isKerasTensor(tensor)) {
    throw refusal(OptionError, {
      action: "get source inputs",
      expected: "it must be a symbolic tensor, as `Input` makes and layers return",
      received: tensor,
    });
  }
  const sources = new Set<KerasTensor>();
  const seen = new Set<KerasTensor>();
  const left = [tensor];
  for (let next = left.pop(); next; next = left.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = nodeOf(next);
    if (node === undefined) sources.add(next);
    else if (node.inputs.length === 0) for (const output of node.outputs) sources.add(output);
    else left.push(...[...node.inputs].reverse());
  }
  return [...sources];
}
