import { setMask, type Tensor } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { checkGradients } from "../compare-gradient.ts";
import { objectFromConfig, serializedLike } from "../configs.ts";
import { construct } from "../construct.ts";
import { type Context, callKeras, decodeArguments } from "../context.ts";
import { differentiate } from "../gradients.ts";
import { toDevice, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Replayer } from "./replayer.ts";

type Loss = (yTrue: unknown, yPred: unknown, sampleWeight?: unknown) => unknown;

/** A loss rebuilt from its config, or its plain function: the value, and the gradient by the predictions. */
export const losses: Replayer = (testCase, context) =>
  caseOutcome("losses", testCase, context, (checks) => {
    const loss = lossOf(testCase, context, checks);
    const tensors = ["y_true", "y_pred", "sample_weight", "mask"].map((key) =>
      testCase[key] === undefined ? undefined : checks.own(toDevice(decodeArguments(context, testCase[key]))),
    );
    const [yTrue, yPred, sampleWeight, mask] = tensors as Tensor[];
    if (mask) setMask(yPred!, mask);
    const run = () => (sampleWeight ? loss(yTrue, yPred, sampleWeight) : loss(yTrue, yPred));
    // a gradient frees what the call under it leaves behind
    if (context.leaks) checks.own(run());
    if (!("grad" in testCase)) {
      checks.structure("output", toHost(checks.own(run())), testCase["output"], toleranceOf(testCase));
      return;
    }
    const { result, grads } = differentiate(run, testCase["cotangent"], [yPred!], toHost);
    checks.structure("output", result, testCase["output"], toleranceOf(testCase));
    checkGradients(checks, "grad", grads[0], testCase["grad"], toleranceOf(testCase));
  });

function lossOf(testCase: Case, context: Context, checks: Checks): Loss {
  const kwargs = testCase["kwargs"] as Record<string, unknown> | undefined;
  if ("fn" in testCase) {
    const name = `losses.${String(testCase["fn"])}`;
    const options = decodeArguments(context, kwargs ?? {}) as Record<string, unknown>;
    return (yTrue, yPred) => callKeras(context, name, [yTrue, yPred], options);
  }
  if (!("config" in testCase)) return construct<Loss>(context, `losses.${String(testCase["name"])}`, [], kwargs ?? {});
  const loss = objectFromConfig<Loss>(context.packages, testCase["config"]);
  checks.json("config", serializedLike(loss, testCase["config"]), testCase["config"]);
  return loss;
}
