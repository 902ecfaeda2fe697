import { option, type Shape } from "@hornbeam/core";

/** Shape of a random mask; null for the input's own size. */
export const noiseShape = /* @__PURE__ */ option<Shape>(
  "a list of positive integers and nulls",
  (given) =>
    Array.isArray(given) && given.every((size) => size === null || (Number.isInteger(size) && size > 0))
      ? [...given]
      : undefined,
  (sizes) => [...sizes],
);
