import { type Context, callKeras, decodeArguments } from "../context.ts";
import { differentiate } from "../gradients.ts";
import { tensorsIn, toDevice, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Replayer } from "./replayer.ts";

/** `keras.activations.<name>`: the output, and its gradient with respect to the first argument. */
export const activations: Replayer = (testCase, context) =>
  caseOutcome("activations", testCase, context, (checks) => {
    const { name, kwargs, output, grad, cotangent } = testCase;
    const { args, options } = inputsOf(testCase, context, kwargs);
    checks.own(args);
    const run = () => callKeras(context, `activations.${String(name)}`, args, options);
    const tolerance = toleranceOf(testCase);
    // a gradient frees what the call under it leaves behind
    if (context.leaks) checks.own(run());
    if (!("grad" in testCase)) {
      checks.structure("output", toHost(checks.own(run())), output, tolerance);
      return;
    }
    const { result, grads } = differentiate(run, cotangent, tensorsIn(args[0]), toHost);
    checks.structure("output", result, output, tolerance);
    checks.structure("grad", grads[0], grad, tolerance);
  });

function inputsOf(testCase: Case, context: Context, kwargs: unknown) {
  return {
    args: toDevice(decodeArguments(context, testCase["args"])) as unknown[],
    options: decodeArguments(context, kwargs) as Record<string, unknown>,
  };
}
