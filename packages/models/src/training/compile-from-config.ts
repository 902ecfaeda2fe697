import { type Config, isRecord, type Reading } from "@hornbeam/core";
import type { CompileOptions } from "./types.ts";

/** The arguments of `compile` from Keras' form of them. Strings stay strings. */
export function compileOptionsFromConfig(config: Config, reading: Reading): CompileOptions | undefined {
  if (!isRecord(config) || config["optimizer"] === undefined || config["optimizer"] === null) return undefined;
  const read = (key: string): never => reading.deserialize(config[key] ?? null) as never;
  const { run_eagerly, steps_per_execution, jit_compile } = config;
  return {
    optimizer: read("optimizer"),
    loss: read("loss"),
    lossWeights: read("loss_weights"),
    metrics: read("metrics"),
    weightedMetrics: read("weighted_metrics"),
    runEagerly: run_eagerly === true,
    stepsPerExecution: typeof steps_per_execution === "number" ? steps_per_execution : 1,
    // false is also what "auto" came to where the file was written: XLA was not used there
    jitCompile: jit_compile === true ? true : "auto",
  };
}
