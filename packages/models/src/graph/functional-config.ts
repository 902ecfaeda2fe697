import {
  type Config,
  ConfigError,
  isRecord,
  type KerasTensor,
  type Operation,
  type Reading,
  refusal,
  serializeKerasObject,
} from "@hornbeam/core";
import type { Graph } from "./map-graph.ts";
import { historyOf, type NodeNumbers, NotYet, numberNodes, readCall, serializeNode } from "./node-config.ts";

/** Layers, calls, inputs and outputs of a functional model, as Keras stores them. */
export function graphConfig(graph: Graph, inputs: unknown, outputs: unknown): Config {
  const numbers = numberNodes(graph.operations, graph.nodes);
  const layers = graph.operations.map((operation) => {
    const calls = operation.inboundNodes.filter((node) => graph.nodes.has(node));
    const inbound_nodes = calls.map((node) => serializeNode(node, numbers)).filter((node) => node !== undefined);
    return { ...serializeOperation(operation), name: operation.name, inbound_nodes };
  });
  return { layers, input_layers: histories(inputs, numbers), output_layers: histories(outputs, numbers) };
}

function serializeOperation(operation: Operation): Config {
  if (!("definition" in operation)) return serializeKerasObject(operation) as Config;
  const { className, module } = (operation as { definition: { className: string; module: string } }).definition;
  const config = serializeKerasObject(operation.getConfig());
  return { module: `keras.src.ops.${module}`, class_name: className, config, registered_name: className };
}

function histories(structure: unknown, numbers: NodeNumbers): unknown {
  if (Array.isArray(structure)) return structure.map((part) => histories(part, numbers));
  if (isRecord(structure) && Object.getPrototypeOf(structure) === Object.prototype) {
    return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, histories(part, numbers)]));
  }
  const [name, call, output] = historyOf(structure as KerasTensor, numbers);
  return [name, call + ownCalls((structure as KerasTensor).history!.operation), output];
}

/** Keras counts one call of its own for a functional model inside another, where it lists inputs and outputs. */
function ownCalls(operation: Operation): number {
  return "graph" in operation && operation.graph !== undefined ? 1 : 0;
}

/**
 * Makes the layers of a config and repeats their calls, in whatever order they are stored.
 *
 * @throws {ConfigError} when the graph has loops or parts that lead nowhere.
 */
export function graphFromConfig(config: Config, reading: Reading): { inputs: unknown; outputs: unknown } {
  const entries = config["layers"];
  if (!Array.isArray(entries)) throw unreadable("`layers` must be a list", entries);
  const operations = new Map<string, Operation>();
  const waiting = new Map<Operation, unknown[]>();
  for (const entry of entries as unknown[]) {
    if (!isRecord(entry) || typeof entry["name"] !== "string") throw unreadable("each layer must have a name", entry);
    if (operations.has(entry["name"]))
      throw unreadable("the names of layers must be unique, none used twice", entry["name"]);
    const operation = reading.deserialize(entry) as Operation;
    if (typeof operation !== "function" && !isOperation(operation))
      throw unreadable("each entry must be a layer or an op", entry["class_name"]);
    operations.set(entry["name"], operation);
    const calls = entry["inbound_nodes"] ?? [];
    if (!Array.isArray(calls)) throw unreadable("`inbound_nodes` must be a list", calls);
    if (calls.length > 0) waiting.set(operation, calls);
  }
  const find = (history: readonly unknown[]): KerasTensor => findTensor(operations, history);
  while (waiting.size > 0) {
    const before = count(waiting);
    for (const [operation, calls] of [...waiting]) {
      const rest = repeatCalls(operation, calls, find, reading);
      if (rest.length === 0) waiting.delete(operation);
      else waiting.set(operation, rest);
    }
    if (count(waiting) === before) {
      const names = [...waiting.keys()].map(({ name }) => name);
      throw unreadable(
        "its graph must have no cycle and no disconnected part",
        names,
        "calls that cannot be resolved, of",
      );
    }
  }
  return {
    inputs: tensorsOf(config["input_layers"], find, operations),
    outputs: tensorsOf(config["output_layers"], find, operations),
  };
}

function isOperation(value: unknown): value is Operation {
  return typeof value === "object" && value !== null && "inboundNodes" in value;
}
function count(waiting: ReadonlyMap<Operation, readonly unknown[]>): number {
  return [...waiting.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Repeats stored calls until one needs a tensor that is not there yet: those that remain. */
function repeatCalls(
  operation: Operation,
  calls: unknown[],
  find: (history: readonly unknown[]) => KerasTensor,
  reading: Reading,
): unknown[] {
  for (const [index, call] of calls.entries()) {
    try {
      operation.applyTo(readCall(call, find, (part) => reading.deserialize(part)));
    } catch (error) {
      if (error instanceof NotYet) return calls.slice(index);
      throw error;
    }
  }
  return [];
}

function findTensor(operations: ReadonlyMap<string, Operation>, history: readonly unknown[]): KerasTensor {
  const [name, call, output] = Array.isArray(history) ? (history as unknown[]) : [];
  const operation = operations.get(name as string);
  if (!operation) throw unreadable("a call must refer to a layer of the model; missing or unresolved", name);
  const node = operation.inboundNodes[Number(call)];
  if (!node) throw new NotYet();
  const tensor = node.outputs[Number(output)];
  if (!tensor)
    throw unreadable(`output ${String(output)} of layer "${String(name)}" must exist, but is out of range`, history);
  return tensor;
}

function tensorsOf(
  structure: unknown,
  find: (history: readonly unknown[]) => KerasTensor,
  operations: ReadonlyMap<string, Operation>,
): unknown {
  if (Array.isArray(structure) && structure.length === 3 && typeof structure[0] === "string") {
    try {
      const [name, call, output] = structure as [string, unknown, unknown];
      const operation = operations.get(name);
      return find([name, Number(call) - (operation ? ownCalls(operation) : 0), output]);
    } catch (error) {
      if (error instanceof NotYet)
        throw unreadable("an input or output must refer to a call that exists; out of range", structure);
      throw error;
    }
  }
  if (Array.isArray(structure)) return structure.map((part) => tensorsOf(part, find, operations));
  if (isRecord(structure))
    return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, tensorsOf(part, find, operations)]));
  throw unreadable("inputs and outputs must be lists of [layer, call, output]", structure);
}

function unreadable(expected: string, received: unknown, receivedAs?: string): ConfigError {
  return refusal(ConfigError, {
    action: "read the graph of a model",
    expected,
    received,
    ...(receivedAs && { receivedAs }),
  });
}
