import {
  type Config,
  ConfigError,
  isRecord,
  isSerializedObject,
  KerasTensor,
  type Node,
  type Operation,
  refusal,
  serializeKerasObject,
} from "@hornbeam/core";

/** Which of an operation's calls belong to a model: their new numbers, by their old ones. */
export type NodeNumbers = ReadonlyMap<Operation, ReadonlyMap<number, number>>;

/** Numbers anew those calls of each operation that belong to a model. */
export function numberNodes(operations: readonly Operation[], nodes: ReadonlySet<Node>): NodeNumbers {
  return new Map(
    operations.map((operation) => {
      const kept = [...operation.inboundNodes.keys()].filter((index) => nodes.has(operation.inboundNodes[index]!));
      return [operation, new Map(kept.map((index, number) => [index, number]))];
    }),
  );
}

/** `[name, call, output]` of a tensor, the call counted within the model. */
export function historyOf(tensor: KerasTensor, numbers: NodeNumbers): [string, number, number] {
  const { operation, nodeIndex, tensorIndex } = tensor.history!;
  return [operation.name, numbers.get(operation)?.get(nodeIndex) ?? nodeIndex, tensorIndex];
}

/** A call as Keras stores it; undefined for that of an Input. */
export function serializeNode(node: Node, numbers: NodeNumbers): Config | undefined {
  if (node.inputs.length === 0) return undefined;
  const isIndex = (node.operation as { readonly className?: string }).className === "GetItem";
  const write = (structure: unknown): unknown => {
    if (isIndex && structure === "...") return { class_name: "__ellipsis__", config: {} };
    if (structure instanceof KerasTensor) {
      const { shape, dtype } = structure;
      return { class_name: "__keras_tensor__", config: { shape, dtype, keras_history: historyOf(structure, numbers) } };
    }
    if (Array.isArray(structure)) return structure.map(write);
    if (isRecord(structure) && Object.getPrototypeOf(structure) === Object.prototype) {
      return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, write(part)]));
    }
    return serializeKerasObject(structure);
  };
  return { args: write(node.call.args), kwargs: write(node.call.kwargs) };
}

/** A reference in a config to a tensor that does not exist yet. */
export class NotYet extends Error {}

/** The arguments of a stored call; `find` gives the tensor that `[name, call, output]` stands for. */
export function readCall(
  data: unknown,
  find: (history: readonly unknown[]) => KerasTensor,
  deserialize: (config: unknown) => unknown,
): { args: unknown[]; kwargs: Record<string, unknown> } {
  if (Array.isArray(data)) return readLegacyCall(data, find);
  if (!isRecord(data) || !Array.isArray(data["args"]) || !isRecord(data["kwargs"])) {
    throw refusal(ConfigError, {
      action: "read the graph of a model",
      expected: "a call must have `args` and `kwargs`",
      received: data,
    });
  }
  const read = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(read);
    if (!isRecord(part)) return part;
    if (part["class_name"] === "__keras_tensor__" && isRecord(part["config"])) {
      return find(part["config"]["keras_history"] as readonly unknown[]);
    }
    if (isSerializedObject(part)) return deserialize(part);
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, read(inner)]));
  };
  return { args: read(data["args"]) as unknown[], kwargs: read(data["kwargs"]) as Record<string, unknown> };
}

/** Keras 2's form: a list of `[name, call, output, kwargs?]`. */
function readLegacyCall(
  data: readonly unknown[],
  find: (history: readonly unknown[]) => KerasTensor,
): { args: unknown[]; kwargs: Record<string, unknown> } {
  const tensors = data.map((entry) => find(entry as readonly unknown[]));
  const kwargs = (data as readonly unknown[][]).map((entry) => entry[3]).find(isRecord) ?? {};
  return { args: [tensors.length === 1 ? tensors[0] : tensors], kwargs };
}
