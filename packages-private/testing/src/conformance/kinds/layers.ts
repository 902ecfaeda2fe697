import { getMask, isFloat, type Layer, NDArray, type Tensor, toNDArray, type Variable } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { checkGradients, floatTensors, gradientStructure } from "../compare-gradient.ts";
import { objectFromConfig, serializedLike } from "../configs.ts";
import { type Context, decodeArguments } from "../context.ts";
import { differentiate } from "../gradients.ts";
import { hostOf, mapTensors, tensorsIn, toDevice, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { momentsOf, zeroFraction } from "../statistics.ts";
import { checkSpecs, symbolicOf } from "../symbolic.ts";
import { toleranceOf } from "../tolerance.ts";
import { decodeArray, type EncodedTensor } from "../values.ts";
import type { Replayer } from "./replayer.ts";

type AnyLayer = Layer<unknown, unknown> & {
  readonly states?: unknown;
  adapt?(data: unknown, options: { verbose: 0 }): unknown;
  finalizeState?(): unknown;
  getVocabulary?(): unknown;
};
interface Weight {
  readonly path: string;
  readonly trainable: boolean;
  readonly value: EncodedTensor;
}
interface Call {
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

/** A layer rebuilt from its config: outputs, masks, losses, weights, states, gradients and inferred shapes. */
export const layers: Replayer = (testCase, context) =>
  caseOutcome("layer", testCase, context, async (checks) => {
    const layer = checks.own(objectFromConfig<AnyLayer>(context.packages, testCase["config"]));
    const host = hostCall(testCase, context);
    const call = checks.own(toDevice(host)) as Call;
    // when it is built: part of the config is what it was built for
    const checkConfig = (): void =>
      checks.json("config", serializedLike(layer, testCase["config"]), testCase["config"]);
    // the stored config is that of a layer that has learned nothing yet
    const adapts = "adapt" in testCase;
    if (adapts) {
      checkConfig();
      await adapt(checks, testCase, context, layer);
    }
    if ("statistic" in testCase) {
      checkStatistic(checks, apply(layer, call), testCase["statistic"] as Statistic);
      checkConfig();
      return;
    }
    if (!layer.built) build(layer, call);
    if (!adapts) checkConfig();
    loadWeights(checks, layer, testCase);
    for (let i = 1; i < Number(testCase["repeat"] ?? 1); i++) checks.own(apply(layer, call));
    lastCall(checks, layer, call, testCase);
    checkSymbolic(checks, testCase, context);
  });

function hostCall(testCase: Case, context: Context): Call {
  return {
    args: decodeArguments(context, testCase["args"]) as unknown[],
    kwargs: decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>,
  };
}

/** Calls a layer with Keras' arguments. */
function apply(layer: AnyLayer, call: Call): unknown {
  return layer.applyTo(call);
}

async function adapt(checks: Checks, testCase: Case, context: Context, layer: AnyLayer): Promise<void> {
  if (!layer.adapt) {
    checks.fail("adapt: the layer has none");
    return;
  }
  await layer.adapt(checks.own(toDevice(decodeArguments(context, testCase["adapt"]))), { verbose: 0 });
  if ("vocabulary" in testCase) checks.json("vocabulary", layer.getVocabulary?.(), testCase["vocabulary"]);
}

function build(layer: AnyLayer, call: Call): void {
  const { inputs } = layer.fromKerasArguments(call);
  layer.build(mapTensors(inputs, (tensor) => (tensor as Tensor | null)?.shape ?? null) as never);
}

function loadWeights(checks: Checks, layer: AnyLayer, testCase: Case): void {
  const wanted = testCase["weights"] as readonly Weight[];
  checkWeights(checks, "weights", layer, wanted, testCase["initialWeights"] === true ? toleranceOf(testCase) : null);
  if (layer.weights.length !== wanted.length) return;
  layer.setWeights(wanted.map(({ value }) => decodeArray(value)));
  layer.finalizeState?.();
}

/** Paths and flags of weights in their order, and their values if a tolerance is given. */
function checkWeights(
  checks: Checks,
  where: string,
  layer: AnyLayer,
  wanted: readonly Weight[],
  tolerance: ReturnType<typeof toleranceOf> | null,
): void {
  const below = (variable: Variable): string =>
    variable.path.startsWith(`${layer.name}/`) ? variable.path.slice(layer.name.length + 1) : variable.path;
  checks.json(where, layer.weights.map(below), wanted.map(({ path }) => path)); // biome-ignore format: one line
  const flags = wanted.map(({ trainable }) => trainable);
  checks.json(`${where} trainable`, layer.weights.map(({ trainable }) => trainable), flags); // biome-ignore format: one line
  for (const [i, { path, value }] of wanted.entries()) {
    const weight = layer.weights[i];
    if (weight && tolerance) checks.structure(`${where}.${path}`, weight, value, tolerance);
  }
}

/** The call whose results are compared: gradients are of the same call. */
function lastCall(checks: Checks, layer: AnyLayer, call: Call, testCase: Case): void {
  const inputs = floatTensors([call.args, call.kwargs]);
  const weights = layer.trainableWeights.map((weight) => weight.value);
  const cotangent = testCase["cotangent"] ?? null;
  const { result, grads } = differentiate(
    () => apply(layer, call),
    cotangent,
    [...inputs, ...weights],
    (output) => ({
      output: toHost(output),
      mask: mapTensors(output, (leaf) => maskOf(leaf)),
      losses: "losses" in testCase ? layer.losses.map((loss) => toNDArray(loss)) : [],
    }),
  );
  const tolerance = toleranceOf(testCase);
  if ("outputAnyOf" in testCase) checkAnyOf(checks, result.output, testCase["outputAnyOf"] as unknown[], tolerance);
  else checks.structure("output", result.output, testCase["output"], tolerance);
  if ("outputMask" in testCase) checks.structure("outputMask", result.mask, testCase["outputMask"], tolerance);
  if ("losses" in testCase) checks.structure("losses", result.losses, testCase["losses"], tolerance);
  const after = testCase["weightsAfter"] as readonly Weight[] | undefined;
  checkWeights(checks, "weightsAfter", layer, after ?? (testCase["weights"] as readonly Weight[]), tolerance);
  if ("statesAfter" in testCase) checks.structure("statesAfter", statesOf(layer), testCase["statesAfter"], tolerance);
  if (cotangent === null || !testCase["grads"]) return;
  const wanted = testCase["grads"] as { args: unknown; weights: unknown; kwargs?: unknown };
  checkGradients(checks, "grads.args", gradientStructure(call.args, inputs, grads), wanted.args, tolerance);
  checkGradients(checks, "grads.weights", grads.slice(inputs.length), wanted.weights, tolerance);
  if (wanted.kwargs) {
    checkGradients(checks, "grads.kwargs", gradientStructure(call.kwargs, inputs, grads), wanted.kwargs, tolerance);
  }
}

function maskOf(leaf: unknown): unknown {
  const [tensor] = tensorsIn(leaf);
  const mask = tensor ? getMask(tensor) : undefined;
  return mask ? hostOf(mask) : null;
}

function statesOf(layer: AnyLayer): unknown {
  return mapTensors(layer.states ?? null, (leaf) => hostOf(leaf) ?? leaf);
}

function checkAnyOf(
  checks: Checks,
  output: unknown,
  wanted: unknown[],
  tolerance: ReturnType<typeof toleranceOf>,
): void {
  const tries = wanted.map((one) => {
    const before = checks.differences.length;
    checks.structure("output", output, one, tolerance);
    return checks.differences.splice(before);
  });
  if (tries.some((differences) => differences.length === 0)) return;
  checks.fail(`none of ${wanted.length} possible outputs; of the first: ${tries[0]?.[0]}`);
}

interface Statistic {
  readonly zeroFraction: number;
  readonly mean: number;
  readonly std: number;
  readonly tolerance: number;
}

function checkStatistic(checks: Checks, output: unknown, wanted: Statistic): void {
  const array = toHost(checks.own(output));
  if (!(array instanceof NDArray) || !isFloat(array.dtype)) {
    checks.fail("output: not a float tensor");
    return;
  }
  const values = Array.from(array.data as Float32Array);
  const { mean, std } = momentsOf(values);
  checks.number("zeroFraction", zeroFraction(values), wanted.zeroFraction, wanted.tolerance);
  checks.number("mean", mean, wanted.mean, wanted.tolerance);
  checks.number("std", std, wanted.std, wanted.tolerance);
}

/** What a fresh layer infers for inputs without data. */
function checkSymbolic(checks: Checks, testCase: Case, context: Context): void {
  if (!testCase["symbolicOutput"] || !testCase["symbolicInput"]) return;
  const layer = checks.own(objectFromConfig<AnyLayer>(context.packages, testCase["config"]));
  const call = symbolicOf(testCase["symbolicInput"]) as Call;
  checkSpecs(checks, "symbolicOutput", apply(layer, call), testCase["symbolicOutput"]);
}
