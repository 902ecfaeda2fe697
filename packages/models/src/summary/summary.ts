import {
  type AnyLayer,
  bytesPerElement,
  classNameOf,
  Layer,
  type Node,
  type Operation,
  OptionError,
  refusal,
  type Shape,
  type Variable,
} from "@hornbeam/core";
import { formatNumber } from "@hornbeam/utils";
import type { Graph } from "../graph/map-graph.ts";
import { type Column, drawTable } from "./table.ts";

export interface SummaryOptions {
  /** Width in characters. */
  readonly lineLength?: number;
  /** Where the columns end, as shares of the width. */
  readonly positions?: readonly number[];
  /** Takes the whole text instead of the console. */
  readonly printFn?: (text: string) => void;
  /** Whether layers of models inside are listed too. */
  readonly expandNested?: boolean;
  readonly showTrainable?: boolean;
  /** Names of the first and the last layer to list, or patterns of them. */
  readonly layerRange?: readonly [string, string];
}

/** What a summary needs to know of a model. */
export interface Summarized extends AnyLayer {
  readonly layers: readonly AnyLayer[];
  readonly graph: Graph | undefined;
  readonly compiled: boolean;
  readonly optimizer: { readonly built: boolean; readonly variables: readonly Variable[] };
}

/** Width of the terminal that Keras assumes where there is none. */
const defaultTerminal = 80;

/** Writes a model's layers, shapes and parameters as `model.summary()` of Keras does. */
export function summaryText(model: Summarized, options: SummaryOptions): void {
  const print = options.printFn ?? toConsole;
  print(`Model: "${model.name}"\n${layersTable(model, options)}\n${totals(model)}\n`);
}

function toConsole(text: string): void {
  // biome-ignore lint/suspicious/noConsole: printing is what a summary is for
  console.log(text.replace(/\n$/, ""));
}

function layersTable(model: Summarized, options: SummaryOptions): string {
  const { expandNested = false, showTrainable = false } = options;
  const chain = !model.graph || isChain(model.graph);
  const operations: readonly Operation[] = model.graph && isFunctional(model) ? model.graph.operations : model.layers;
  const rows = inRange(operations, options.layerRange).flatMap((operation) => rowsOf(operation, 0));
  return drawTable(columnsOf(chain, options), rows);

  function rowsOf(operation: Operation, level: number): string[][] {
    const prefix = level === 0 ? "" : `${"   ".repeat(level)}└ `;
    const row = [`${prefix}${operation.name} (${classOf(operation)})`, shapesOf(operation), parametersOf(operation)];
    if (!chain) row.push(connectionsOf(operation, model.graph!));
    if (showTrainable)
      row.push(operation instanceof Layer && operation.weights.length > 0 ? (operation.trainable ? "Y" : "N") : "-");
    const nested = expandNested && "layers" in operation ? (operation as unknown as Summarized).layers : [];
    return [row, ...nested.flatMap((layer) => rowsOf(layer, level + 1))];
  }
}

/** A Sequential lists its layers without the Input, though it has a graph inside. */
function isFunctional(model: Summarized): boolean {
  return !("functional" in model);
}

function columnsOf(chain: boolean, { lineLength, positions, showTrainable }: SummaryOptions): Column[] {
  const headers = ["Layer (type)", "Output Shape", "Param #"];
  const aligns: Column["align"][] = ["left", "left", "right"];
  let ends: readonly number[] = positions ?? (chain ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1]);
  let width = chain ? 88 : 108;
  if (!chain) {
    headers.push("Connected to");
    aligns.push("left");
  }
  if (showTrainable) {
    width += 12;
    ends = [...ends.map((end) => end * 0.9), 1];
    headers.push("Trainable");
    aligns.push("center");
  }
  const line = lineLength ?? Math.min(width, terminalWidth() - 4);
  let from = 0;
  const widths = ends.map((end) => {
    const cell = Math.trunc(end * line) - from;
    from += cell;
    if (cell < 4)
      throw refusal(OptionError, {
        action: "print a summary",
        expected: "the columns need at least 4 characters each",
        received: cell,
      });
    return cell;
  });
  return fitColumns(
    headers.map((header, i) => ({ header, width: widths[i]!, align: aligns[i]! })),
    line,
  );
}

/** Takes evenly from the columns what borders and margins need; shares out what is left over by their widths. */
function fitColumns(columns: readonly Column[], line: number): Column[] {
  const margin = 2;
  const room = line - (columns.length + 1);
  const widths = columns.map(({ width }) => width + margin);
  let missing = widths.reduce((sum, width) => sum + width, 0) - room;
  let rest = widths.reduce((sum, width) => sum + width, 0);
  return columns.map((column, i) => {
    const share =
      missing >= 0 ? roundHalfToEven(missing / (columns.length - i)) : Math.floor((missing * widths[i]!) / rest);
    missing -= share;
    rest -= widths[i]!;
    return { ...column, width: widths[i]! - margin - share };
  });
}

function roundHalfToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

function terminalWidth(): number {
  const { process } = globalThis as { readonly process?: { readonly stdout?: { readonly columns?: number } } };
  return process?.stdout?.columns ?? defaultTerminal;
}

/** Whether every node has one input and no layer is called twice. */
function isChain(graph: Graph): boolean {
  if (graph.nodesByDepth.some((level) => level.length > 1 || level[0]!.inputs.length > 1)) return false;
  return graph.operations.every(
    (operation) => operation.inboundNodes.filter((node) => graph.nodes.has(node)).length <= 1,
  );
}

function inRange(operations: readonly Operation[], range: readonly [string, string] | undefined): readonly Operation[] {
  if (range === undefined) return operations;
  const places = range.map((pattern) =>
    [...operations.keys()].filter((i) => new RegExp(`^(?:${pattern})`).test(operations[i]!.name)),
  );
  if (places.some((list) => list.length === 0)) {
    throw refusal(OptionError, {
      action: "print a summary",
      expected: "`layerRange` must name layers of the model",
      received: range,
    });
  }
  const [from, to] = [places[0]![0]!, places[1]!.at(-1)!];
  return from <= to ? operations.slice(from, to + 1) : operations.slice(places[1]![0]!, places[0]!.at(-1)! + 1);
}

function classOf(operation: Operation): string {
  if ("definition" in operation) return (operation as { definition: { className: string } }).definition.className;
  const identity = (operation as { serializedIdentity?(): { class_name: string } | undefined }).serializedIdentity?.();
  return identity?.class_name ?? classNameOf(operation.constructor as never);
}

function showShape(shape: Shape): string {
  return `(${shape.map((size) => size ?? "None").join(", ")}${shape.length === 1 ? "" : ""})`;
}

function shapesOf(operation: Operation): string {
  const node = operation.inboundNodes.at(-1);
  const shapes = node ? node.outputs.map(({ shape }) => shape) : builtShapes(operation);
  if (shapes.length === 0) return "?";
  if (shapes.length === 1) return showShape(shapes[0]!);
  return `[${shapes.map(showShape).join(", ")}]`;
}

/** Shapes of a layer that was never called symbolically, from what it was built for. */
function builtShapes(operation: Operation): readonly Shape[] {
  const build = operation instanceof Layer ? operation.getBuildConfig()?.["input_shape"] : undefined;
  if (build === undefined || build === null) return [];
  const output: unknown = (operation as Layer).computeOutputShape(build as Shape);
  const first = (output as readonly unknown[])[0];
  return Array.isArray(first) ? (output as Shape[]) : [output as Shape];
}

function parametersOf(operation: Operation): string {
  if (!(operation instanceof Layer)) return "0";
  return operation.built ? operation.countParams().toLocaleString("en-US") : "0 (unbuilt)";
}

function connectionsOf(operation: Operation, graph: Graph): string {
  const tensors = operation.inboundNodes.filter((node: Node) => graph.nodes.has(node)).flatMap((node) => node.inputs);
  const names = tensors.map(
    ({ history }) => `${history!.operation.name}[${history!.nodeIndex}][${history!.tensorIndex}]`,
  );
  return names.length === 0 ? "-" : names.join(", ");
}

function totals(model: Summarized): string {
  const optimizer = model.compiled && model.optimizer.built ? model.optimizer.variables : [];
  const { trainableWeights, nonTrainableWeights } = model;
  const line = (title: string, variables: readonly Variable[]) =>
    ` ${title} params: ${countOf(variables)} (${sizeOf(variables)})`;
  const lines = [
    line("Total", [...trainableWeights, ...nonTrainableWeights, ...optimizer]),
    line("Trainable", trainableWeights),
    line("Non-trainable", nonTrainableWeights),
  ];
  if (optimizer.length > 0) lines.push(line("Optimizer", optimizer));
  return lines.join("\n");
}

function countOf(variables: readonly Variable[]): string {
  return variables.reduce((sum, { size }) => sum + size, 0).toLocaleString("en-US");
}
function sizeOf(variables: readonly Variable[]): string {
  let bytes = variables.reduce((sum, { size, dtype }) => sum + size * bytesPerElement(dtype), 0);
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${formatNumber(bytes, ".2f")} ${units[unit]}`;
}
