import { fill, type Tensor } from "@hornbeam/kernels/tfjs";
import { type DType, tensorDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import type { KnownShape } from "../array/shape.ts";
import { nameScope } from "../names/name-scope.ts";
import { Variable } from "../tensor/variable.ts";

/** A slot's name, and what its elements start from where that is not zero: a number, or something of the weight. */
export type SlotSpec = string | { readonly name: string; readonly initial: SlotInitial };
export type SlotInitial = number | ((variable: Variable) => Tensor);

/** Slots in the order in which Keras makes them: those of an inner list variable by variable, together. */
export type SlotList = readonly (SlotSpec | readonly SlotSpec[])[];

/** The slots of one variable, by name. */
export type Slots = Readonly<Record<string, Variable>>;

export interface SlotVariableOptions {
  readonly name: string;
  readonly shape: KnownShape;
  readonly dtype?: DType;
  /** What all elements start from, or what makes the first value when it is first read. */
  readonly initial?: number | (() => Tensor);
  /** Whether the optimizer's name stands before the variable's. */
  readonly scoped?: boolean;
}

/** A variable of an optimizer: in its scope, not trained. */
export function slotVariable(scope: string, options: SlotVariableOptions): Variable {
  const { name, shape, dtype = "float32", initial = 0, scoped = true } = options;
  const filled = (value: number) => fill([...shape], value, tensorDType(dtype) as "float32"); // typed by tfjs for numbers alone
  // a scalar stays on the host until it is assigned a tensor
  const scalar = shape.length === 0 && typeof initial === "number" ? NDArray.from(initial, dtype) : undefined;
  const initializer = scalar ?? (typeof initial === "number" ? () => filled(initial) : initial);
  const make = (): Variable => new Variable({ name, shape, dtype, initializer, trainable: false });
  return scoped ? nameScope(scope, make) : make();
}

/** A slot's name among the optimizer's variables: `dense_kernel_momentum`. */
export function slotName(path: string, slot: string): string {
  return `${path.replaceAll("/", "_")}_${slot}`;
}

/** Makes the slots of a list, in its order. */
export function makeSlots(
  list: SlotList,
  variables: readonly Variable[],
  make: (variable: Variable, name: string, initial: SlotInitial) => Variable,
): Map<Variable, Slots> {
  const slots = new Map<Variable, Record<string, Variable>>(variables.map((variable) => [variable, {}]));
  for (const group of list) {
    for (const variable of variables) {
      for (const spec of isGroup(group) ? group : [group]) {
        const { name, initial } = typeof spec === "string" ? { name: spec, initial: 0 } : spec;
        slots.get(variable)![name] = make(variable, name, initial);
      }
    }
  }
  return slots;
}

function isGroup(group: SlotSpec | readonly SlotSpec[]): group is readonly SlotSpec[] {
  return Array.isArray(group);
}
