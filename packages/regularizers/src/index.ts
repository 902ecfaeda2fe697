export { Regularizer } from "@hornbeam/core";
export * from "./_regularizers.ts";
export { catalogue } from "./catalogue.ts";
export { deserialize, get, serialize } from "./get.ts";
export type { RegularizerFunction, RegularizerIdentifier, RegularizerName } from "./identifiers.ts";
export { regularizer } from "./option.ts";
