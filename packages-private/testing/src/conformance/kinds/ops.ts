import { isTensor, NDArray } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { checkGradients, floatTensors, gradientStructure } from "../compare-gradient.ts";
import { type Context, callKeras, decodeArguments } from "../context.ts";
import { differentiate } from "../gradients.ts";
import { toDevice, toHost } from "../host.ts";
import { replaceLeaves } from "../keras-call.ts";
import { checkDecomposition } from "../linear-algebra.ts";
import { lookupFunction } from "../lookup.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { checkSpecs, symbolicOf } from "../symbolic.ts";
import { toleranceOf } from "../tolerance.ts";
import { ComplexArray, ellipsis } from "../values.ts";
import type { Replayer } from "./replayer.ts";

/** `keras.ops.<name>`: values and dtypes, gradients, and what is inferred without data. */
export const ops: Replayer = (testCase, context) =>
  caseOutcome("ops", testCase, context, (checks) => {
    const name = `ops.${String(testCase["name"])}`;
    // before its arguments are made, which may ask for more than there is without it
    lookupFunction(context.packages, name);
    const host = hostArguments(testCase, context);
    const complex = (leaf: ComplexArray): unknown => complexTensor(leaf, context);
    const args = checks.own(toDevice(host.args, complex)) as unknown[];
    const kwargs = checks.own(toDevice(host.kwargs, complex)) as Record<string, unknown>;
    const run = (): unknown => callKeras(context, name, args, kwargs);
    // a gradient frees what the call under it leaves behind
    if (context.leaks) checks.own(run());
    const result = computed(testCase, checks, args, run);
    if ("check" in testCase) checkDecomposition(checks, testCase, host.args, result);
    else checks.structure("output", result, testCase["output"], toleranceOf(testCase));
    if ("spec" in testCase) inferred(testCase, context, checks, name, host);
  });

/** The output, and the gradients with respect to the first two arguments where the case has them. */
function computed(testCase: Case, checks: Checks, args: unknown[], run: () => unknown): unknown {
  if (!("grad" in testCase || "grad1" in testCase)) return toHost(checks.own(run()));
  const tensors = floatTensors(args.slice(0, 2));
  const { result, grads } = differentiate(run, testCase["cotangent"], tensors, toHost);
  for (const [i, key] of ["grad", "grad1"].entries()) {
    if (!(key in testCase)) continue;
    const got = gradientStructure(args[i], tensors, grads);
    checkGradients(checks, key, got, testCase[key], toleranceOf(testCase));
  }
  return result;
}

function inferred(testCase: Case, context: Context, checks: Checks, name: string, host: Arguments): void {
  const { inputs, output } = testCase["spec"] as { inputs: readonly unknown[]; output: unknown };
  const isArray = (leaf: unknown): boolean => leaf instanceof NDArray || leaf instanceof ComplexArray;
  const { args, kwargs } = replaceLeaves(isArray, host.args, host.kwargs, (leaf, i) =>
    inputs[i] === null ? checks.own(toDevice(leaf, (part) => complexTensor(part, context))) : symbolicOf(inputs[i]),
  );
  const result = callKeras(context, name, args, kwargs);
  if (isTensor(result)) checks.own(result);
  checkSpecs(checks, "spec", result, output);
}

/** A complex tensor, made of pairs `[real, imag]` by the op that makes such tensors: where there is none, they are missing. */
function complexTensor({ real, imag }: ComplexArray, context: Context): unknown {
  const viewAsComplex = lookupFunction(context.packages, "ops.view_as_complex");
  const pairs = Float32Array.from({ length: 2 * real.size }, (_, i) =>
    Number((i % 2 === 0 ? real : imag).data[i >> 1]),
  );
  return viewAsComplex(new NDArray(pairs, [...real.shape, 2]));
}

interface Arguments {
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

function hostArguments(testCase: Case, context: Context): Arguments {
  const args = decodeArguments(context, testCase["args"]) as unknown[];
  const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
  if (testCase["name"] === "get_item") args[1] = indexOf(args[1]);
  return { args, kwargs };
}

/** An index as `getItem` takes it: `"..."` for the axes between. */
function indexOf(key: unknown): unknown {
  return Array.isArray(key) ? key.map(indexOf) : key === ellipsis ? "..." : key;
}
