import { Optimizer, optimizerOptions, option, type SlotList } from "@hornbeam/core";

/** An optimizer, in code or in a config. */
export const optimizer = /* @__PURE__ */ option<Optimizer>("an optimizer", (input, reading) =>
  input instanceof Optimizer
    ? input
    : (reading?.resolve(input, { parent: Optimizer, expects: "an optimizer" }) as Optimizer | undefined),
);

/** Parent of optimizers that leave the steps to others: of all options it takes the name only. */
export abstract class WrappingOptimizer extends Optimizer {
  // the table is a part of the parent's, which the static side of a class cannot say
  static override readonly schema = { name: optimizerOptions.name } as typeof optimizerOptions;
  override readonly slots: SlotList = [];

  override updateStep(): void {}
}

/** The table of {@link WrappingOptimizer} as it is. */
export const Wrapping = WrappingOptimizer as unknown as {
  readonly schema: Pick<typeof optimizerOptions, "name">;
  readonly prototype: WrappingOptimizer;
};
