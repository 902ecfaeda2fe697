import type { OpDefinition, Values } from "./op-definition.ts";

/** What an op with symbolic tensors among its arguments gives. */
export type Interpreter = (
  definition: OpDefinition<Values, object, unknown>,
  args: readonly unknown[],
  options: object,
) => unknown;

let current: Interpreter | undefined;

/** Runs a function in which ops on symbolic tensors neither leave nodes nor infer shapes, but do what they are told. */
export function interpret<T>(interpreter: Interpreter | undefined, body: () => T): T {
  const outer = current;
  current = interpreter;
  try {
    return body();
  } finally {
    current = outer;
  }
}

export function currentInterpreter(): Interpreter | undefined {
  return current;
}
