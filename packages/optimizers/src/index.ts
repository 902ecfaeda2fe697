export { Optimizer } from "@hornbeam/core";
export { deserialize, get, serialize } from "./get.ts";
export type { OptimizerIdentifier, OptimizerName } from "./identifiers.ts";
export * from "./optimizers.ts";
export * as schedules from "./schedules/index.ts";
export * from "./schedules/schedules.ts";
