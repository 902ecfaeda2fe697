export * from "./_layers.ts";
export { deserialize, serialize } from "./serialization.ts";
