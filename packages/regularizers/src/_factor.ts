import { option } from "@hornbeam/core";

/** What a penalty is multiplied with. */
export const factor = /* @__PURE__ */ option<number>("a finite non-negative number", (x) =>
  typeof x === "number" && Number.isFinite(x) && x >= 0 ? x : undefined,
);
