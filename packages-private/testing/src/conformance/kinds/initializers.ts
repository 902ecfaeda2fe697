import type { NDArray } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { objectFromConfig, serializedLike } from "../configs.ts";
import { construct } from "../construct.ts";
import type { Context } from "../context.ts";
import { toHost } from "../host.ts";
import { Matrix } from "../matrix.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { checkStats, type Stats } from "../statistics.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Replayer } from "./replayer.ts";

type Initializer = (shape: readonly number[], dtype?: string) => unknown;

/** An initializer rebuilt from its config: the exact tensor, or what any sample must satisfy. */
export const initializers: Replayer = (testCase, context) =>
  caseOutcome("initializers", testCase, context, (checks) => {
    const initializer = initializerOf(testCase, context, checks);
    const { shape, dtype } = testCase as unknown as { shape: readonly number[]; dtype?: string };
    const make = (): NDArray =>
      toHost(checks.own(dtype === undefined ? initializer(shape) : initializer(shape, dtype))) as NDArray;
    const sample = make();
    checks.json("shape", sample.shape, shape);
    if ("output" in testCase) checks.structure("output", sample, testCase["output"], toleranceOf(testCase));
    if ("stats" in testCase) checkStats(checks, "sample", sample, testCase["stats"] as Stats);
    if ("property" in testCase) checkProperty(checks, sample, testCase["property"] as Property);
    if (testCase["sameOnSecondCall"]) checks.holds("second call", make().equals(sample), "another tensor");
  });

function initializerOf(testCase: Case, context: Context, checks: Checks): Initializer {
  const kwargs = (testCase["kwargs"] ?? {}) as Record<string, unknown>;
  if (!("config" in testCase)) return construct(context, `initializers.${String(testCase["name"])}`, [], kwargs);
  const initializer = objectFromConfig<Initializer>(context.packages, testCase["config"]);
  checks.json("config", serializedLike(initializer, testCase["config"]), testCase["config"]);
  return initializer;
}

interface Property {
  readonly kind: string;
  readonly gain: number;
  readonly tol: number;
}

function checkProperty(checks: Checks, sample: NDArray, { kind, gain, tol }: Property): void {
  if (kind !== "orthogonal") {
    checks.fail(`the property "${kind}" is not known`);
    return;
  }
  const columns = sample.shape.at(-1)!;
  const q = Matrix.of(sample.reshape([sample.size / columns, columns]));
  const product = q.rows < q.columns ? q.times(q.adjoint()) : q.adjoint().times(q);
  const wanted = Matrix.identity(product.rows);
  for (let i = 0; i < wanted.re.length; i++) wanted.re[i]! *= gain * gain;
  const difference = product.distance(wanted);
  checks.holds("orthogonal", difference <= tol, `off by ${difference} (within ${tol})`);
}
