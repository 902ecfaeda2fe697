import { type KerasTensor, type Node, nodeOf, type Operation, refusal, ShapeError } from "@hornbeam/core";

/** The part of a graph between inputs and outputs. */
export interface Graph {
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  /** Nodes in the order in which they can run, by their distance from the outputs. */
  readonly nodesByDepth: readonly (readonly Node[])[];
  readonly nodes: ReadonlySet<Node>;
  /** Operations from the inputs to the outputs: Keras' order of a model's layers. */
  readonly operations: readonly Operation[];
}

/** Whether a tensor was made by an Input. */
export function isInput(tensor: KerasTensor): boolean {
  return nodeOf(tensor)?.inputs.length === 0;
}

/**
 * Finds the nodes between inputs and outputs, and orders them by depth: the longest way to an output.
 *
 * @throws {ShapeError} that names what is out of reach, or a name that is used twice.
 */
export function mapGraph(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[], owner: string): Graph {
  const { ordered, firstSeen } = sortNodes(inputs, outputs);
  checkConnected(ordered, inputs, owner);
  const nodeDepths = new Map<Node, number>();
  const operationDepths = new Map<Operation, number>();
  const inGraph = new Set(ordered);
  for (const node of [...ordered].reverse()) {
    const depth = Math.max(nodeDepths.get(node) ?? 0, operationDepths.get(node.operation) ?? 0);
    operationDepths.set(node.operation, depth);
    nodeDepths.set(node, depth);
    for (const parent of parentsOf(node)) {
      if (inGraph.has(parent)) nodeDepths.set(parent, Math.max(depth + 1, nodeDepths.get(parent) ?? 0));
    }
  }
  // inputs that lead nowhere belong to the model all the same
  for (const input of inputs) {
    const node = nodeOf(input);
    if (!node || node.inputs.length > 0 || operationDepths.has(node.operation)) continue;
    operationDepths.set(node.operation, 0);
    firstSeen.set(node.operation, -1);
    nodeDepths.set(node, 0);
  }
  const operations = byDepth(operationDepths).flatMap((level) =>
    level.sort((a, b) => firstSeen.get(a)! - firstSeen.get(b)!),
  );
  checkNames(operations, owner);
  return { inputs, outputs, nodesByDepth: byDepth(nodeDepths), nodes: new Set(nodeDepths.keys()), operations };
}

function parentsOf(node: Node): Node[] {
  return node.inputs.map(nodeOf).filter((parent) => parent !== undefined);
}

/** Nodes from inputs to outputs, depth first, without recursion; and the order in which operations were met. */
function sortNodes(
  inputs: readonly KerasTensor[],
  outputs: readonly KerasTensor[],
): { ordered: Node[]; firstSeen: Map<Operation, number> } {
  const given = new Set(inputs);
  const finished = new Set<Node>();
  const ordered: Node[] = [];
  const firstSeen = new Map<Operation, number>();
  const stack: { node: Node; next: number }[] = [];
  const enter = (tensor: KerasTensor): void => {
    const node = nodeOf(tensor);
    if (!node || finished.has(node)) return;
    if (node.inputs.length > 0 && given.has(tensor)) {
      finished.add(node); // what made a declared input lies outside
      return;
    }
    if (!firstSeen.has(node.operation)) firstSeen.set(node.operation, firstSeen.size);
    stack.push({ node, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const tensor = top.node.inputs[top.next++];
      if (tensor) enter(tensor);
      else {
        stack.pop();
        if (finished.has(top.node)) continue;
        finished.add(top.node);
        ordered.push(top.node);
      }
    }
  }
  return { ordered, firstSeen };
}

function byDepth<T>(depths: ReadonlyMap<T, number>): T[][] {
  const levels = new Map<number, T[]>();
  for (const [item, depth] of depths) {
    const level = levels.get(depth);
    if (level) level.push(item);
    else levels.set(depth, [item]);
  }
  return [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
}

function checkConnected(nodes: readonly Node[], inputs: readonly KerasTensor[], owner: string): void {
  const given = new Set(inputs);
  for (const node of nodes) {
    const missing = node.inputs.length === 0 ? node.outputs.find((tensor) => !given.has(tensor)) : undefined;
    if (!missing) continue;
    throw refusal(ShapeError, {
      action: `create ${owner}`,
      expected: "every output must be connected to the inputs alone",
      receivedAs: "outputs that also need",
      received: node.operation.name,
      hint: `Add "${node.operation.name}" to \`inputs\`, or choose outputs that do not need it.`,
    });
  }
}

function checkNames(operations: readonly Operation[], owner: string): void {
  const seen = new Set<string>();
  for (const { name } of operations) {
    if (seen.has(name)) {
      throw refusal(ShapeError, {
        action: `create ${owner}`,
        expected: "the names of layers and ops must be unique",
        receivedAs: "more than one named",
        received: name,
      });
    }
    seen.add(name);
  }
}
