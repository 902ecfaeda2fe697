export { Initializer } from "@hornbeam/core";
export * from "./_initializers.ts";
export { catalogue } from "./catalogue.ts";
export { deserialize, get, serialize } from "./get.ts";
export type { InitializerFunction, InitializerIdentifier, InitializerName } from "./identifiers.ts";
export { initializer } from "./option.ts";
