export { hardSwish, swish } from "@hornbeam/ops";
export * from "./_activations.ts";
export { deserialize, get, serialize } from "./get.ts";
export type { ActivationFunction, ActivationIdentifier, ActivationName } from "./identifiers.ts";
export { activation } from "./option.ts";
export type { ReluOptions } from "./relu.ts";
