import type { NDArray } from "@hornbeam/core";

/** Samples and what they show. */
export type Split = [x: NDArray, y: NDArray];

/** A data set as `loadData` gives it: `[[xTrain, yTrain], [xTest, yTest]]`. */
export type TrainTest = [train: Split, test: Split];
