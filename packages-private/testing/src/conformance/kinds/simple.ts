import { type Tensor, toTensor } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { checkGradients } from "../compare-gradient.ts";
import { objectFromConfig, serializedLike } from "../configs.ts";
import type { Context } from "../context.ts";
import { differentiate } from "../gradients.ts";
import { hostOf, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import { decodeArray, type EncodedTensor } from "../values.ts";
import type { Replayer } from "./replayer.ts";

function rebuilt<T>(testCase: Case, context: Context, checks: Checks): T {
  const object = objectFromConfig<T>(context.packages, testCase["config"]);
  checks.json("config", serializedLike(object, testCase["config"]), testCase["config"]);
  return object;
}

/** A learning-rate schedule: its value at each of some steps. */
export const schedules: Replayer = (testCase, context) =>
  caseOutcome("schedules", testCase, context, (checks) => {
    const schedule = rebuilt<(step: number) => unknown>(testCase, context, checks);
    const { steps, values } = testCase as unknown as { steps: readonly number[]; values: readonly number[] };
    for (const [i, step] of steps.entries()) {
      const rate = checks.own(schedule(step));
      const host = hostOf(rate);
      const got = host && "data" in host ? Number(host.data[0]) : rate;
      checks.structure(`step ${step}`, got, values[i], toleranceOf(testCase));
    }
  });

/** A regularizer: the penalty, and its gradient. */
export const regularizers: Replayer = (testCase, context) =>
  caseOutcome("regularizers", testCase, context, (checks) => {
    const regularizer = rebuilt<(x: Tensor) => Tensor>(testCase, context, checks);
    const input = checks.own(toTensor(decodeArray(testCase["input"] as EncodedTensor)));
    const { result, grads } = differentiate(() => regularizer(input), undefined, [input], toHost);
    checks.structure("output", result, testCase["output"], toleranceOf(testCase));
    if ("grad" in testCase) checkGradients(checks, "grad", grads[0], testCase["grad"], toleranceOf(testCase));
  });

/** A constraint: the weight that it makes of another. */
export const constraints: Replayer = (testCase, context) =>
  caseOutcome("constraints", testCase, context, (checks) => {
    const constraint = rebuilt<(w: Tensor) => Tensor>(testCase, context, checks);
    const input = checks.own(toTensor(decodeArray(testCase["input"] as EncodedTensor)));
    checks.structure("output", toHost(checks.own(constraint(input))), testCase["output"], toleranceOf(testCase));
  });
