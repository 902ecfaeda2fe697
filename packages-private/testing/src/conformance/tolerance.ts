import { type Tolerance, usualTolerance } from "./compare.ts";
import type { Case } from "./replay-case.ts";

/** A case's own tolerance, or the usual one. */
export function toleranceOf(testCase: Case): Tolerance {
  return (testCase["tolerance"] as Tolerance | undefined) ?? usualTolerance;
}
