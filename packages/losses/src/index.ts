export { Loss } from "@hornbeam/core";
export { deserialize, get, serialize } from "./get.ts";
export type { LossFunction, LossIdentifier, LossName } from "./identifiers.ts";
export * from "./losses.ts";
