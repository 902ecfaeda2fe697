import { callKeras, decodeArguments } from "../context.ts";
import { toHost } from "../host.ts";
import { caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Replayer } from "./replayer.ts";
import { dataSetUtils } from "./utils-data.ts";
import { featureSpace } from "./utils-feature-space.ts";
import { imageUtils } from "./utils-images.ts";
import { setRandomSeed } from "./utils-random.ts";

/** `keras.utils`, `keras.tree`, and what of `keras.backend` has to do with dtypes. */
export const utils: Replayer = (testCase, context) => {
  const name = String(testCase["name"]);
  return caseOutcome("utils", testCase, context, async (checks) => {
    const special = { ...dataSetUtils, ...imageUtils, FeatureSpace: featureSpace, set_random_seed: setRandomSeed }[
      name
    ];
    if (special) {
      await special(testCase, context, checks);
      return;
    }
    const args = decodeArguments(context, testCase["args"]) as unknown[];
    const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
    const got = checks.own(await callKeras(context, kerasNameOf(name), args, kwargs));
    checks.structure("output", toHost(got), testCase["output"], toleranceOf(testCase));
  });
};

function kerasNameOf(name: string): string {
  if (name.startsWith("tree.")) return name;
  return name === "result_type" || name === "standardize_dtype" ? `backend.${name}` : `utils.${name}`;
}
