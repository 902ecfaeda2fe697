import type { GraphBox } from "./_graph.ts";
import type { PlottableTensor } from "./_plottable.ts";

/** What a card tells of a layer beside its name. */
export interface ShownFacts {
  readonly shapes: boolean;
  readonly dtype: boolean;
  readonly activations: boolean;
  readonly trainable: boolean;
}
export type Fact = readonly [label: string, value: string];

/** The facts of a layer that are asked for, as pairs of a label and a value. */
export function factsOf({ operation, nodes }: GraphBox, shown: ShownFacts): Fact[] {
  const facts: Fact[] = [];
  const isInput = nodes.length > 0 && nodes.every(({ inputs }) => inputs.length === 0);
  if (shown.activations) {
    const activation = activationOf(operation);
    if (activation !== undefined) facts.push(["Activation", activation]);
  }
  if (shown.shapes) {
    if (!isInput) facts.push(["Input shape", distinct(nodes.map(({ inputs }) => shapes(inputs)))]);
    facts.push(["Output shape", distinct(nodes.map(({ outputs }) => shapes(outputs)))]);
  }
  if (shown.dtype)
    facts.push(["Output dtype", distinct(nodes.flatMap(({ outputs }) => outputs.map(({ dtype }) => dtype)))]);
  if (shown.trainable) {
    const { weights, trainable } = operation as { weights?: { readonly length: number }; trainable?: boolean };
    if (weights && weights.length > 0) facts.push(["Trainable", trainable === false ? "no" : "yes"]);
  }
  return facts;
}

/** Calls with other shapes are told apart by `or`; a layer that was never called has no shape to tell. */
function distinct(texts: readonly string[]): string {
  const unique = [...new Set(texts)];
  return unique.length === 0 ? "?" : unique.join(" or ");
}

/** Shapes as Keras writes them: `(None, 28, 28)`, `(None,)`. */
function shapes(tensors: readonly PlottableTensor[]): string {
  return tensors
    .map(({ shape }) => `(${shape.map((size) => size ?? "None").join(", ")}${shape.length === 1 ? "," : ""})`)
    .join(", ");
}

/** The name of a layer's activation as its config has it; `undefined` for layers that have no such option. */
export function activationOf(operation: object): string | undefined {
  if (!("activation" in operation) || operation.activation === undefined || operation.activation === null)
    return undefined;
  const { activation, getConfig } = operation as { activation: unknown; getConfig?: () => unknown };
  if (typeof activation === "string") return activation;
  const config = typeof getConfig === "function" ? getConfig.call(operation) : undefined;
  const stored = (config as { activation?: unknown } | undefined)?.activation;
  if (typeof stored === "string") return stored;
  if (typeof stored === "object" && stored !== null) {
    const { config: inner, class_name } = stored as { config?: unknown; class_name?: unknown };
    return typeof inner === "string" ? inner : String(class_name);
  }
  const { name } = activation as { name?: unknown };
  return typeof name === "string" && name !== "" ? name : "?";
}
