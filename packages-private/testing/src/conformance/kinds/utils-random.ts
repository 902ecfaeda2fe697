import type { NDArray } from "@hornbeam/core";
import { callKeras } from "../context.ts";
import { toHost } from "../host.ts";
import type { Special } from "./utils-data.ts";

interface Draw {
  readonly fn: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** After the same seed the same numbers come, and others after another seed. */
export const setRandomSeed: Special = (testCase, context, checks) => {
  const { seed, draws } = testCase as unknown as { seed: number; draws: readonly Draw[] };
  const drawAll = (from: number): NDArray[] => {
    callKeras(context, "utils.set_random_seed", [from], {});
    return draws.map(({ fn, kwargs }) => toHost(checks.own(callKeras(context, fn, [], kwargs))) as NDArray);
  };
  const [first, second, other] = [drawAll(seed), drawAll(seed), drawAll(seed + 1)];
  for (const [i, { fn }] of draws.entries()) {
    checks.holds(fn, first[i]!.equals(second[i]!), "other numbers after the same seed");
    checks.holds(fn, !first[i]!.equals(other[i]!), "the same numbers after another seed");
  }
};
