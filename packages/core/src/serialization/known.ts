import type { OpDefinition } from "../graph/op-definition.ts";

// biome-ignore lint/suspicious/noExplicitAny: ops of any arguments
type AnyDefinition = OpDefinition<any[], any, unknown>;

const classes = new Set<object>();
const definitions = new Set<AnyDefinition>();

/** Notes a class of which an instance was made. */
export function rememberClass(Class: object): void {
  classes.add(Class);
}
/** Notes an op that became a part of a graph. */
export function rememberOp(definition: AnyDefinition): void {
  definitions.add(definition);
}

/**
 * Classes and ops that this program has used, as a `Catalogue` takes them: enough to read the configs that it made, without
 * all the others that there are.
 */
export function knownObjects(): Readonly<Record<string, unknown>> {
  const ops = Array.from(definitions, (definition) => Object.assign(() => undefined, { definition }));
  return { ...[...classes, ...ops] } as Readonly<Record<string, unknown>>;
}
