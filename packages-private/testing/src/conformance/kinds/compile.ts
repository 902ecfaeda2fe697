import type { NDArray } from "@hornbeam/core";
import { objectFromConfig, requireClasses } from "../configs.ts";
import { construct } from "../construct.ts";
import type { Context } from "../context.ts";
import { isPlainObject, mapTensors } from "../host.ts";
import { requireIdentifiers } from "../identifiers.ts";
import { lookupFunction } from "../lookup.ts";
import type { AnyModel } from "../models.ts";
import { caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import { decode } from "../values.ts";
import type { Replayer } from "./replayer.ts";

interface Batch {
  readonly y_pred: unknown;
  readonly y_true: unknown;
  readonly sample_weight?: unknown;
  readonly class_weight?: Readonly<Record<string, number>>;
}

/** What `compile` makes of names, structures and weights, on a model that gives back what it is given. */
export const compile: Replayer = (testCase, context) =>
  caseOutcome("compile", testCase, context, async (checks) => {
    const batches = (testCase["batches"] as readonly unknown[]).map((batch) => decode(batch) as Batch);
    const model = checks.own(
      identityModel(context, batches[0]!.y_pred, testCase["names"] as readonly string[] | undefined),
    );
    model.compile(compileOptions(context, testCase["compile"] as Record<string, unknown>));
    const logs = testCase["logs"] as readonly unknown[];
    for (const [i, batch] of batches.entries()) {
      const { y_pred, y_true, sample_weight: sampleWeight, class_weight: classWeight } = batch;
      const options = { ...(sampleWeight === undefined ? {} : { sampleWeight }), returnDict: true };
      const got = classWeight
        ? await model.trainOnBatch(y_pred, y_true, { ...options, classWeight })
        : await model.testOnBatch(y_pred, y_true, options);
      checks.structure(`logs[${i}]`, got, logs[i], toleranceOf(testCase));
    }
    if (!("evaluate" in testCase)) return;
    const evaluate = model.evaluate as (data: unknown, options: object) => Promise<unknown>;
    const got = await evaluate.call(model, stream(batches), { returnDict: true, verbose: 0 });
    checks.structure("evaluate", got, testCase["evaluate"], toleranceOf(testCase));
  });

/** The batches in succession, as `[x, y]` or `[x, y, sampleWeight]`. */
function* stream(batches: readonly Batch[]): Generator<unknown[]> {
  for (const { y_pred, y_true, sample_weight } of batches) {
    yield sample_weight === undefined ? [y_pred, y_true] : [y_pred, y_true, sample_weight];
  }
}

/** Inputs that are passed on as outputs, in the structure of the predictions. */
function identityModel(context: Context, predictions: unknown, names: readonly string[] | undefined): AnyModel {
  const Input = lookupFunction(context.packages, "Input");
  let next = 0;
  const inputs = mapTensors(predictions, (leaf) => {
    const { shape, dtype } = leaf as NDArray;
    return Input({ shape: shape.slice(1), dtype, name: `in_${next++}` });
  });
  const pass = (input: unknown, name: string): unknown => construct<(x: unknown) => unknown>(context, "layers.Identity", [], { name })(input); // biome-ignore format: one line
  const outputs = isPlainObject(inputs)
    ? Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, pass(input, name)]))
    : Array.isArray(inputs)
      ? inputs.map((input, i) => pass(input, names?.[i] ?? `out_${i}`))
      : pass(inputs, "out_0");
  const Model = lookupFunction(context.packages, "Model") as unknown as new (options: object) => AnyModel;
  return new Model({ inputs, outputs });
}

function compileOptions(context: Context, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  requireClasses(context.packages, given);
  requireIdentifiers(context.packages, given);
  const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [camel(key), objectFromConfig(context.packages, value)]),
  );
}
