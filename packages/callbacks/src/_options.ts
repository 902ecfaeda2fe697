import { nonNegativeInteger, option } from "@hornbeam/core";

/** 0: silent, 1: says what it does. */
export const verbosity = nonNegativeInteger;

/** `"epoch"`, or a number of batches. */
export const saveFrequency = /* @__PURE__ */ option<"epoch" | number>('"epoch" or a positive integer', (x) =>
  x === "epoch" || (Number.isSafeInteger(x) && (x as number) > 0) ? (x as "epoch" | number) : undefined,
);
