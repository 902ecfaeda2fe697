import { isRecord, NDArray, sameShape, type Variable, warnOnce } from "@hornbeam/core";
import type { Model } from "../../model.ts";

/** What TensorFlow.js calls the slots of its optimizers, by the name of Keras' class. */
const slots: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SGD: { momentum: "momentum" },
  Adam: { m: "momentum", v: "velocity" },
  RMSprop: { rms: "velocity", momentum: "momentum", mg: "average_gradient" },
  Adagrad: { accumulator: "accumulator" },
  Adadelta: { accum_grad: "accumulated_grad", accum_var: "accumulated_delta_var" },
};

/**
 * Gives a compiled model's optimizer the state that came with a TensorFlow.js model: the count of steps, and what stands
 * beside each trained weight, in their order. One that does not fit starts afresh, with a warning.
 */
export function restoreOptimizer(model: Model, arrays: ReadonlyMap<string, NDArray>): void {
  const { optimizer, trainableWeights } = model;
  const { class_name: name = "", config } = optimizerConfig(model);
  const known = Object.hasOwn(slots, name) ? slots[name]! : {};
  const groups = groupsOf(arrays);
  optimizer.build(trainableWeights);
  const pairs: [Variable, NDArray][] = [];
  for (const [slot, values] of groups) {
    if (slot === "iter") continue;
    const ending = Object.hasOwn(known, slot) ? `_${known[slot]}` : undefined;
    const variables = optimizer.variables.filter((variable) => ending !== undefined && variable.name.endsWith(ending));
    // moments that the options of the optimizer do not ask for stay zero
    if (ending !== undefined && variables.length === 0) continue;
    if (
      variables.length !== values.length ||
      !values.every((value, i) => sameShape(value.shape, variables[i]!.shape))
    ) {
      warnOnce(`Skipping the state of ${optimizer[Symbol.toStringTag]}: that in the file is of other weights.`);
      return;
    }
    // TensorFlow.js multiplies by the learning rate when it applies a momentum, Keras when it gathers it
    const factor = name === "SGD" ? -Number(config?.["learning_rate"] ?? 1) : 1;
    for (const [i, value] of values.entries()) pairs.push([variables[i]!, factor === 1 ? value : value.mul(factor)]);
  }
  for (const [variable, value] of pairs) variable.assign(value);
  const steps = groups.get("iter")?.[0]?.data[0];
  if (steps !== undefined)
    optimizer.variables[0]!.assign(new NDArray(BigInt64Array.of(BigInt(Math.trunc(Number(steps)))), [], "int64"));
}

function optimizerConfig(model: Model): { class_name?: string; config?: Readonly<Record<string, unknown>> } {
  const { optimizer } = model;
  const config = optimizer.getConfig();
  const { className } = optimizer.constructor as { className?: string };
  return { ...(className !== undefined && { class_name: className }), ...(isRecord(config) && { config }) };
}

/** Arrays by the last part of their names, in their order: `hidden/kernel_3/m` is an `m`. */
function groupsOf(arrays: ReadonlyMap<string, NDArray>): Map<string, NDArray[]> {
  const groups = new Map<string, NDArray[]>();
  for (const [name, array] of arrays) {
    const slot = name.slice(name.lastIndexOf("/") + 1);
    groups.set(slot, [...(groups.get(slot) ?? []), array]);
  }
  return groups;
}
