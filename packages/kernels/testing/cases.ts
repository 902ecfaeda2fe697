// Tables of ops to be compared with the CPU backend.
import { beforeAll, describe, it } from "vitest";
import { start } from "../src/start.ts";
import { type Compute, expectAgreement, expectDifferences, type Values } from "./compare.ts";

/** An op with the inputs to try it on. */
export type Case = readonly [
  name: string,
  compute: Compute,
  inputs: readonly Values[],
  options?: { gradient?: boolean; tolerance?: number },
];

/** For ops that have no gradient. */
export const forwardOnly = { gradient: false };

/** Tests that forward and gradient of each case agree with the CPU backend. */
export function describeAgreement(what: string, cases: readonly Case[]): void {
  describe(`${what}: forward and gradient agree with the CPU backend`, () => {
    beforeAll(() => start());
    for (const [name, compute, inputs, options] of cases)
      it(`of ${name}`, () => expectAgreement(compute, inputs, options));
  });
}

/** Tests the gradient of each case, a linear op, against what it makes of unit vectors. */
export function describeDifferences(what: string, cases: readonly Case[]): void {
  describe(`${what}: gradients agree with differences`, () => {
    beforeAll(() => start());
    for (const [name, compute, inputs] of cases) it(`of ${name}`, () => expectDifferences(compute, inputs));
  });
}
