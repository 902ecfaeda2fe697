export { Constraint } from "@hornbeam/core";
export * from "./_constraints.ts";
export { catalogue } from "./catalogue.ts";
export { deserialize, get, serialize } from "./get.ts";
export type { ConstraintFunction, ConstraintIdentifier, ConstraintName } from "./identifiers.ts";
export { constraint } from "./option.ts";
