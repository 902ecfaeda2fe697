import {
  type DType,
  interpret,
  KerasTensor,
  mapStructure,
  type OpDefinition,
  OpOperation,
  type Tensor,
} from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";

/** What stands for each of a batch of tensors: symbolic for the function, and the whole batch for the ops in it. */
export class Batched extends KerasTensor {
  /** `[batch, ...shape]` */
  readonly value: Tensor;

  constructor(value: Tensor) {
    super(value.shape.slice(1), value.dtype as DType, "");
    this.value = value;
  }
}

/** Something in a function can be known only one element at a time. */
export class NotBatchable extends Error {}

// biome-ignore lint/suspicious/noExplicitAny: of any op
export type AnyDefinition = OpDefinition<any[], object, unknown>;

/** An op's call: the tensors that it takes, then its settings; and its options. */
export interface OpCall {
  readonly definition: AnyDefinition;
  readonly args: readonly unknown[];
  readonly options: object;
}

/** The op on other arguments: tensors are computed, symbolic ones give shapes. */
export function callOp({ definition, args, options }: OpCall): unknown {
  const count = definition.tensors.length;
  const operation = new OpOperation(definition, args, options, definition.className);
  return interpret(undefined, () => operation.applyTo({ args: args.slice(0, count), kwargs: {} }));
}

/** The op for one element of the batch after the other. */
export function oneByOne(call: OpCall, count: number): unknown[] {
  return Array.from({ length: count }, (_, i) =>
    callOp({
      ...call,
      args: call.args.map((arg) => mapStructure(arg, (leaf) => (leaf instanceof Batched ? at(leaf, i) : leaf))),
    }),
  );
}

function at({ value }: Batched, i: number): Tensor {
  const begin = value.shape.map(() => 0);
  return tf.squeeze(tf.slice(value, [i, ...begin.slice(1)], [1, ...value.shape.slice(1)]), [0]);
}
