import {
  graphOf,
  isModel,
  isSequential,
  type PlottableModel,
  type PlottableNode,
  type PlottableOperation,
  type PlottableTensor,
} from "./_plottable.ts";

/** An operation of the picture, and those of its calls that belong to the model. */
export interface GraphBox {
  readonly id: string;
  readonly operation: PlottableOperation;
  readonly nodes: readonly PlottableNode[];
  readonly cluster: string | undefined;
}
export interface GraphCluster {
  readonly id: string;
  readonly model: PlottableModel;
  readonly cluster: string | undefined;
}
export interface Graph {
  readonly boxes: GraphBox[];
  readonly clusters: GraphCluster[];
  readonly edges: (readonly [from: string, to: string])[];
}

/** Where edges that come into a drawn operation end, and those that leave it begin. */
interface Ports {
  into(input: number): string | undefined;
  outOf(output: number): string | undefined;
}

/** The operations of a model and what flows between them; nested models opened up where asked for. */
export function readGraph(model: PlottableModel, expandNested: boolean): Graph {
  const graph: Graph = { boxes: [], clusters: [], edges: [] };
  const drawn = new Set<string>();
  addModel(model, undefined);
  return graph;

  function connect(from: string | undefined, to: string | undefined): void {
    if (from === undefined || to === undefined || drawn.has(`${from} ${to}`)) return;
    drawn.add(`${from} ${to}`);
    graph.edges.push([from, to]);
  }

  function addBox(operation: PlottableOperation, nodes: readonly PlottableNode[], cluster: string | undefined): Ports {
    const id = `box${graph.boxes.length}`;
    graph.boxes.push({ id, operation, nodes, cluster });
    return { into: () => id, outOf: () => id };
  }

  function addOperation(
    operation: PlottableOperation,
    nodes: readonly PlottableNode[],
    cluster: string | undefined,
  ): Ports {
    const opens = expandNested && isModel(operation) && (isSequential(operation) || graphOf(operation));
    if (!opens) return addBox(operation, nodes, cluster);
    const id = `cluster${graph.clusters.length}`;
    graph.clusters.push({ id, model: operation, cluster });
    return addModel(operation, id);
  }

  function addModel(inner: PlottableModel, cluster: string | undefined): Ports {
    if (isSequential(inner)) return addChain(inner, cluster);
    const ends = graphOf(inner);
    return ends ? addFunctional(ends, cluster) : addBox(inner, inner.inboundNodes ?? [], cluster);
  }

  function addChain(chain: PlottableModel, cluster: string | undefined): Ports {
    const ends = graphOf(chain);
    const calls = ends && callsOf(ends);
    const layers = chain.layers.map((layer) =>
      addOperation(layer, calls?.get(layer) ?? layer.inboundNodes ?? [], cluster),
    );
    for (let i = 1; i < layers.length; i++) connect(layers[i - 1]!.outOf(0), layers[i]!.into(0));
    return { into: (input) => layers[0]?.into(input), outOf: (output) => layers.at(-1)?.outOf(output) };
  }

  function addFunctional(
    ends: { inputs: PlottableTensor[]; outputs: PlottableTensor[] },
    cluster: string | undefined,
  ): Ports {
    const calls = callsOf(ends);
    const ports = new Map<PlottableOperation, Ports>();
    for (const [operation, nodes] of calls) ports.set(operation, addOperation(operation, nodes, cluster));
    const outside = new Map<PlottableTensor, Ports>();
    for (const tensor of ends.inputs) {
      if (!ports.has(tensor.history?.operation as PlottableOperation))
        outside.set(tensor, addBox(new OutsideInput(tensor.name), [{ inputs: [], outputs: [tensor] }], cluster));
    }
    const source = (tensor: PlottableTensor) =>
      outside.get(tensor)?.outOf(0) ?? ports.get(tensor.history!.operation)?.outOf(tensor.history!.tensorIndex);
    for (const [operation, nodes] of calls) {
      for (const node of nodes)
        for (const [i, tensor] of node.inputs.entries()) connect(source(tensor), ports.get(operation)!.into(i));
    }
    return {
      into: (input) => ends.inputs[input] && source(ends.inputs[input]),
      outOf: (output) => ends.outputs[output] && source(ends.outputs[output]),
    };
  }
}

/** An input of a model that no `Input` made, but a layer outside the model. */
class OutsideInput implements PlottableOperation {
  static readonly className = "Input";
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The operations that lead from inputs to outputs, each after those before it, with their calls on the way. */
function callsOf({ inputs, outputs }: { inputs: readonly PlottableTensor[]; outputs: readonly PlottableTensor[] }) {
  const calls = new Map<PlottableOperation, PlottableNode[]>();
  const seen = new Set<PlottableNode>();
  const ends = new Set(inputs);
  // a stack instead of recursion: models may be thousands of layers deep
  const stack: { node: PlottableNode; operation: PlottableOperation; next: number }[] = [];
  const open = (tensor: PlottableTensor) => {
    const { operation, nodeIndex } = tensor.history ?? {};
    const node = operation?.inboundNodes?.[nodeIndex!];
    if (!operation || !node || seen.has(node) || (ends.has(tensor) && node.inputs.length > 0)) return;
    seen.add(node);
    stack.push({ node, operation, next: 0 });
  };
  for (const tensor of [...inputs, ...outputs]) {
    open(tensor);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.node.inputs[top.next++];
      if (input) open(input);
      else {
        stack.pop();
        calls.set(top.operation, [...(calls.get(top.operation) ?? []), top.node]);
      }
    }
  }
  return calls;
}
