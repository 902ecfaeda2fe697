export * as mnist from "./mnist/index.ts";
export { type ReadNpyOptions, readNpy } from "./npz/read-npy.ts";
export { type NpzArray, type ReadNpzOptions, readNpz } from "./npz/read-npz.ts";
export type { PickleKey, PickleValue } from "./pickle/_values.ts";
export { type ReadPickleOptions, readPickle } from "./pickle/read-pickle.ts";
export type { Split, TrainTest } from "./train-test.ts";
