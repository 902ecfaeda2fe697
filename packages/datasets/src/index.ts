export * as mnist from "./mnist/index.ts";
export { type ReadNpyOptions, readNpy } from "./npz/read-npy.ts";
export { type ReadNpzOptions, readNpz } from "./npz/read-npz.ts";
export type { Split, TrainTest } from "./train-test.ts";
