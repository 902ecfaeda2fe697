import type { Command } from "../../abi.ts";

/** Commands that are an optimizer's step, element by element: what each is called, and the slots that it can do without. */
export const rules = {
  sgd: { name: "gradient descent", optional: ["velocity"] },
  adam: { name: "Adam", optional: ["largest"] },
  rmsprop: { name: "RMSprop", optional: ["momenta", "average"] },
  adagrad: { name: "Adagrad", optional: [] },
  adadelta: { name: "Adadelta", optional: [] },
  adamax: { name: "Adamax", optional: [] },
  nadam: { name: "Nadam", optional: [] },
  lion: { name: "Lion", optional: [] },
  ftrl: { name: "Ftrl", optional: [] },
  scheduleFreeAdam: { name: "Adam without a schedule", optional: [] },
} as const satisfies { readonly [C in Command]?: { readonly name: string; readonly optional: readonly string[] } };

/** An optimizer's step that is done element by element, all variables in one call. */
export type UpdateRule = keyof typeof rules;
