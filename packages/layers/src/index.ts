export * from "./_layers.ts";
export type { AdaptOptions } from "./preprocessing/_adapt-options.ts";
export type { AdaptData } from "./preprocessing/_batches.ts";
export { deserialize, serialize } from "./serialization.ts";
