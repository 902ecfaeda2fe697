import { type Constraint, type NDArray, nameScope, type Tensor, toTensor, Variable } from "@hornbeam/core";
import { objectFromConfig, serializedLike } from "../configs.ts";
import type { Context } from "../context.ts";
import { toHost } from "../host.ts";
import { caseOutcome } from "../replay-case.ts";
import { toleranceOf } from "../tolerance.ts";
import { decodeArray, type EncodedTensor } from "../values.ts";
import type { Replayer } from "./replayer.ts";

interface Optimizer {
  readonly variables: readonly Variable[];
  build(variables: readonly Variable[]): void;
  apply(grads: readonly (Tensor | null)[], variables: readonly Variable[]): void;
  excludeFromWeightDecay(options: { readonly varNames: readonly string[] }): void;
  scaleLoss(loss: Tensor): Tensor;
  finalizeVariableValues(variables: readonly Variable[]): void;
}
interface VariableSpec {
  readonly name: string;
  readonly path: string;
  readonly value: EncodedTensor;
  readonly constraint?: unknown;
}
type Gradients = readonly (readonly (EncodedTensor | null)[])[];

/** An optimizer rebuilt from its config: the variables after each step, and its own state after the last. */
export const optimizers: Replayer = (testCase, context) =>
  caseOutcome("optimizers", testCase, context, (checks) => {
    const { packages } = context;
    const tolerance = toleranceOf(testCase);
    const optimizer = checks.own(objectFromConfig<Optimizer>(packages, testCase["config"]));
    checks.json("config", serializedLike(optimizer, testCase["config"]), testCase["config"]);
    const specs = testCase["variables"] as readonly VariableSpec[];
    const variables = checks.own(specs.map((spec) => variableOf(spec, context)));
    checks.json("variables", variables.map(({ path }) => path), specs.map(({ path }) => path)); // biome-ignore format: one line
    const excluded = testCase["excludeFromWeightDecay"] as readonly string[] | undefined;
    if (excluded) optimizer.excludeFromWeightDecay({ varNames: excluded });
    optimizer.build(variables);

    const values = testCase["values"] as readonly (readonly unknown[])[];
    const scaled = testCase["scaledLoss"] as readonly unknown[] | undefined;
    for (const [step, gradients] of (testCase["gradients"] as Gradients).entries()) {
      const grads = checks.own(gradients.map((grad) => (grad === null ? null : toTensor(decodeArray(grad)))));
      optimizer.apply(grads, variables);
      for (const [i, { path }] of specs.entries()) {
        checks.structure(`step ${step}, ${path}`, variables[i], values[step]![i], tolerance);
      }
      if (!scaled) continue;
      const loss = checks.own(optimizer.scaleLoss(checks.own(toTensor(1, { dtype: "float32" }))));
      const got = (toHost(loss) as NDArray).data[0];
      checks.structure(`scaledLoss[${step}]`, typeof scaled[step] === "number" ? Number(got) : loss, scaled[step], tolerance); // biome-ignore format: one line
    }

    const state = testCase["state"] as readonly { path: string | null; value: unknown }[];
    const got = optimizer.variables;
    const paths = state.map(({ path }, i) => path ?? got[i]?.path ?? null);
    checks.json("state", got.map(({ path }) => path), paths); // biome-ignore format: one line
    for (const [i, { path, value }] of state.entries()) {
      checks.structure(`state.${path ?? i}`, got[i], value, tolerance);
    }
    if (!("finalized" in testCase)) return;
    optimizer.finalizeVariableValues(variables);
    for (const [i, value] of (testCase["finalized"] as readonly unknown[]).entries()) {
      checks.structure(`finalized.${specs[i]!.path}`, variables[i], value, tolerance);
    }
  });

/** A variable under the path that the case names. */
function variableOf({ name, path, value, constraint }: VariableSpec, { packages }: Context): Variable {
  const array = decodeArray(value);
  const options = {
    name,
    shape: array.shape,
    initializer: () => array,
    constraint: constraint ? objectFromConfig<Constraint>(packages, constraint) : null,
  };
  const scopes = path.split("/").slice(0, -1);
  const make = (depth: number): Variable =>
    depth === scopes.length ? new Variable(options) : nameScope(scopes[depth]!, () => make(depth + 1));
  return make(0);
}
