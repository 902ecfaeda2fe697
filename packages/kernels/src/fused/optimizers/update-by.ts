import type { Tensor, Variable } from "@hornbeam/kernels/tfjs";
import type { AddressNames, Arguments, commands } from "../../abi.ts";
import { type HostNumber, hostNumber, numberOf } from "../../recording/host-number.ts";
import { type SlotVariables, updateInPlace } from "./in-place.ts";
import { rules, type UpdateRule } from "./rules.ts";

export type { UpdateRule } from "./rules.ts";

type Addresses<R extends UpdateRule> = AddressNames<(typeof commands)[R]>;
type Optional<R extends UpdateRule> = (typeof rules)[R]["optional"][number];

/** The numbers of a rule by name. A function is asked anew with each replay of a recorded step. */
export type UpdateNumbers<R extends UpdateRule> = Omit<Arguments<R>, Addresses<R>>;

/** The variables that a rule keeps beside each variable, by name. */
export type UpdateSlots<R extends UpdateRule> = {
  readonly [N in Exclude<Addresses<R>, "w" | "g" | Optional<R>>]: readonly Variable[];
} & { readonly [N in Optional<R>]?: readonly Variable[] | undefined };

/**
 * One step of an optimizer for all variables, in place, in one call of the kernels. The formula of a rule, and what its numbers
 * and slots are, stands in the file of its name in `assembly/`.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @example
 * const [w, sums] = [variable(tensor1d([1, 2])), variable(tensor1d([0, 0]))];
 * updateBy("adagrad", [w], [tensor1d([3, 4])], { rate: 0.5, epsilon: 0 }, { sums: [sums] });
 * w; // [0.5, 1.5]
 */
export function updateBy<R extends UpdateRule>(
  rule: R,
  variables: readonly Variable[],
  gradients: readonly Tensor[],
  numbers: UpdateNumbers<R>,
  slots: UpdateSlots<R>,
): void {
  const fixed = resolved(numbers);
  const names = Object.keys(slots);
  const lists = Object.values<SlotVariables>(slots);
  updateInPlace(`update by ${rules[rule].name}`, variables, gradients, lists, (runtime, target) => {
    const beside = Object.fromEntries(names.map((name, i) => [name, target.slots[i]!]));
    const absent = Object.fromEntries(rules[rule].optional.map((name) => [name, 0]));
    const args = { ...absent, ...fixed, ...beside, w: target.w, g: target.g };
    runtime.run(rule, target.size, args as never); // the types of the parts are those of the whole
  });
}

/** Numbers as they are now, or, while a step is recorded, what gives them. */
export function resolved<T extends object>(numbers: T): T {
  const entries = Object.entries<HostNumber | number>(numbers as Record<string, HostNumber | number>);
  return Object.fromEntries(entries.map(([name, given]) => [name, hostNumber(() => numberOf(given), [given])])) as T;
}
