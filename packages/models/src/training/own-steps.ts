import type { Compiled } from "./compiled.ts";

/** Steps of a model, and what else each of them runs that a model may override. */
const parts = {
  trainStep: ["trainStep", "computeLoss", "computeMetrics"],
  testStep: ["testStep", "computeLoss", "computeMetrics"],
  predictStep: ["predictStep"],
} as const;

/**
 * Why a step is not recorded, if it must not be. What is not that of `base` may count or decide in JavaScript, which a recording
 * would not repeat: it is recorded when that is asked for.
 */
export function reasonAgainst(
  step: keyof typeof parts,
  model: object,
  base: object,
  compiled: Compiled | undefined,
): string | undefined {
  if (compiled?.refusesRecording) return compiled.refusesRecording;
  const own = parts[step].find((name) => Reflect.get(model, name) !== Reflect.get(base, name));
  if (own === undefined || compiled?.recordsOwnSteps) return undefined;
  return `\`${own}\` is the model's own, which \`jitCompile: true\` records`;
}
