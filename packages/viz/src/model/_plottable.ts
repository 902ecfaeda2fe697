/** A symbolic tensor, as far as a picture needs it. */
export interface PlottableTensor {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
  readonly history?:
    | { readonly operation: PlottableOperation; readonly nodeIndex: number; readonly tensorIndex: number }
    | undefined;
}

/** One call of an operation on symbolic tensors. */
export interface PlottableNode {
  readonly inputs: readonly PlottableTensor[];
  readonly outputs: readonly PlottableTensor[];
}

/** A layer, an op or a model that was called on symbolic tensors. */
export interface PlottableOperation {
  readonly name: string;
  readonly inboundNodes?: readonly PlottableNode[];
}

/** A model: `Sequential`, `Model`, or anything with their `layers`, `inputs` and `outputs`. */
export interface PlottableModel extends PlottableOperation {
  readonly layers: readonly PlottableOperation[];
}

/** The name that a class has in configs: minifiers change others. */
export function classNameOf(operation: PlottableOperation): string {
  const { className, name } = operation.constructor as { className?: unknown; name?: string };
  return typeof className === "string" ? className : name || "Operation";
}

export function isModel(operation: PlottableOperation): operation is PlottableModel {
  return Array.isArray((operation as Partial<PlottableModel>).layers);
}

/** Whether a model is a chain: a `Sequential` or of a class derived from it. */
export function isSequential(model: PlottableModel): boolean {
  for (let type: unknown = model.constructor; typeof type === "function"; type = Object.getPrototypeOf(type)) {
    if ((type as { className?: unknown }).className === "Sequential" || type.name === "Sequential") return true;
  }
  return false;
}

/** The symbolic inputs and outputs of a model; `undefined` where it has none, as subclassed ones do. */
export function graphOf(model: PlottableModel): { inputs: PlottableTensor[]; outputs: PlottableTensor[] } | undefined {
  const inputs = tensorsOf(model, "inputs");
  const outputs = tensorsOf(model, "outputs");
  return inputs && outputs?.every(({ history }) => history) ? { inputs, outputs } : undefined;
}

function tensorsOf(model: PlottableModel, key: "inputs" | "outputs"): PlottableTensor[] | undefined {
  let value: unknown;
  try {
    value = (model as { inputs?: unknown; outputs?: unknown })[key];
  } catch {
    return undefined; // a model that is not built yet may refuse to tell
  }
  if (Array.isArray(value)) return value.length > 0 ? (value as PlottableTensor[]) : undefined;
  return typeof value === "object" && value !== null ? (Object.values(value) as PlottableTensor[]) : undefined;
}
