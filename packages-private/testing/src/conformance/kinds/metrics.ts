import { setMask, type Tensor, type Variable } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { objectFromConfig, serializedLike } from "../configs.ts";
import { construct } from "../construct.ts";
import { type Context, callKeras, decodeArguments } from "../context.ts";
import { toDevice, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Replayer } from "./replayer.ts";

interface Metric {
  readonly variables: readonly Variable[];
  updateState(...args: unknown[]): unknown;
  result(): unknown;
  resetState(): unknown;
}
type Update = Readonly<Record<string, unknown>>;

/** A metric rebuilt from its config: the result after each update, the state, and the result after a reset. */
export const metrics: Replayer = (testCase, context) =>
  caseOutcome("metrics", testCase, context, async (checks) => {
    if ("fn" in testCase) {
      ofFunction(testCase, context, checks);
      return;
    }
    const metric = checks.own(metricOf(testCase, context, checks));
    const results = testCase["results"] as readonly unknown[];
    const tolerance = toleranceOf(testCase);
    for (const [i, update] of (testCase["updates"] as readonly Update[]).entries()) {
      checks.own(await metric.updateState(...argumentsOf(update, context, checks)));
      checks.structure(`results[${i}]`, toHost(checks.own(await metric.result())), results[i], tolerance);
    }
    const variables = testCase["variables"] as readonly { name: string; value: unknown }[];
    checks.json("variables", metric.variables.map(({ name }) => name), variables.map(({ name }) => name)); // biome-ignore format: one line
    for (const [i, { name, value }] of variables.entries()) {
      checks.structure(`variables.${name}`, metric.variables[i], value, tolerance);
    }
    await metric.resetState();
    checks.structure("resetResult", toHost(checks.own(await metric.result())), testCase["resetResult"], tolerance);
  });

function metricOf(testCase: Case, context: Context, checks: Checks): Metric {
  const kwargs = testCase["kwargs"] as Record<string, unknown> | undefined;
  if (!("config" in testCase)) return construct(context, `metrics.${String(testCase["name"])}`, [], kwargs ?? {});
  const metric = objectFromConfig<Metric>(context.packages, testCase["config"]);
  checks.json("config", serializedLike(metric, testCase["config"]), testCase["config"]);
  return metric;
}

/** `values` or `yTrue, yPred`, then the options where there are any. */
function argumentsOf(update: Update, context: Context, checks: Checks): unknown[] {
  const part = (key: string): unknown => checks.own(toDevice(decodeArguments(context, update[key])));
  const inputs = "values" in update ? [part("values")] : [part("y_true"), part("y_pred")];
  if ("mask" in update) setMask(inputs.at(-1) as Tensor, part("mask") as Tensor);
  return "sample_weight" in update ? [...inputs, { sampleWeight: part("sample_weight") }] : inputs;
}

function ofFunction(testCase: Case, context: Context, checks: Checks): void {
  const inputs = argumentsOf(testCase["update"] as Update, context, checks);
  const kwargs = (testCase["kwargs"] ?? {}) as Record<string, unknown>;
  const output = checks.own(callKeras(context, `metrics.${String(testCase["fn"])}`, inputs, kwargs));
  checks.structure("output", toHost(output), testCase["output"], toleranceOf(testCase));
}
