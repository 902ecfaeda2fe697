import { type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { type AddressNames, type Arguments, type commands, layout, type NumberNames } from "../../abi.ts";
import { type SlotVariables, updateInPlace } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";
import { rules, type UpdateRule } from "./rules.ts";

export type { UpdateRule } from "./rules.ts";

type Words<R extends UpdateRule> = (typeof commands)[R];
type Optional<R extends UpdateRule> = (typeof rules)[R]["optional"][number];

/** The numbers of a rule by name. Those that change from step to step, such as the learning rate, may be in memory. */
export type UpdateNumbers<R extends UpdateRule> = Omit<Arguments<R>, AddressNames<Words<R>> | NumberNames<Words<R>>> & {
  readonly [N in NumberNames<Words<R>>]: NumberInMemory;
};

/** The variables that a rule keeps beside each variable, by name. */
export type UpdateSlots<R extends UpdateRule> = {
  readonly [N in Exclude<AddressNames<Words<R>>, "w" | "g" | Optional<R>>]: readonly Variable[];
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
  const { name: verb, optional } = rules[rule];
  const given = numbers as Readonly<Record<string, NumberInMemory>>;
  const names = Object.keys(slots);
  const lists = Object.values<SlotVariables>(slots);
  tidy(() => {
    const tensors = numbersOf(rule).map((name) => [name, inMemory(given[name]!)] as const);
    updateInPlace(`update by ${verb}`, variables, gradients, lists, (runtime, target) => {
      const absent = Object.fromEntries(optional.map((name) => [name, 0]));
      const beside = Object.fromEntries(names.map((name, i) => [name, target.slots[i]!]));
      const read = Object.fromEntries(tensors.map(([name, tensor]) => [name, runtime.input(tensor)]));
      const args = { ...given, ...absent, ...beside, ...read, w: target.w, g: target.g };
      runtime.run(rule, target.size, args as never); // the types of the parts are those of the whole
    });
  });
}

const known = new Map<UpdateRule, readonly string[]>();

/** Names of the numbers that a rule reads in memory. */
function numbersOf(rule: UpdateRule): readonly string[] {
  let names = known.get(rule);
  if (!names) known.set(rule, (names = layout(rule).flatMap(({ name, kind }) => (kind === "number" ? [name] : []))));
  return names;
}
