export { LearningRateSchedule } from "@hornbeam/core";
export * from "./schedules.ts";
export { deserialize, serialize } from "./serialization.ts";
