import {
  type AnyMetric,
  type Config,
  type Optimizer,
  OptionError,
  refusal,
  serializeKerasObject,
  type Variable,
} from "@hornbeam/core";
import { Mean } from "@hornbeam/metrics";
import { get as getOptimizer, LossScaleOptimizer } from "@hornbeam/optimizers";
import { CompileLoss } from "./compile-loss.ts";
import { CompileMetrics } from "./compile-metrics.ts";
import type { CompileOptions } from "./types.ts";

const known = new Set<keyof CompileOptions>([
  "optimizer",
  "loss",
  "lossWeights",
  "metrics",
  "weightedMetrics",
  "runEagerly",
  "stepsPerExecution",
  "jitCompile",
  "autoScaleLoss",
]);

/** What `compile` made of its arguments. A later `compile` keeps the loss and the metrics that it does not replace. */
export class Compiled {
  readonly optimizer: Optimizer;
  readonly loss: CompileLoss | undefined;
  readonly metrics: CompileMetrics | undefined;
  /** Running mean of the total loss. */
  readonly lossTracker: Mean;
  readonly stepsPerExecution: number;
  readonly runEagerly: boolean;
  /** Why steps are not recorded, if the options say so. */
  readonly refusesRecording: string | undefined;
  /** Whether steps are recorded that the user wrote. */
  readonly recordsOwnSteps: boolean;
  /** The `loss` that was given. */
  readonly givenLoss: CompileOptions["loss"];
  readonly #options: CompileOptions;
  readonly #givenOptimizer: Optimizer;

  constructor(
    action: string,
    options: CompileOptions,
    outputNames: () => readonly string[] | undefined,
    before: Compiled | undefined,
    policy = "float32",
  ) {
    for (const key of Object.keys(options)) {
      if (known.has(key as keyof CompileOptions)) continue;
      throw refusal(OptionError, {
        action,
        expected: `unknown option \`${key}\``,
        hint: `Known options: ${[...known].join(", ")}.`,
      });
    }
    const { loss, lossWeights, metrics, weightedMetrics, stepsPerExecution = 1 } = options;
    if (!Number.isSafeInteger(stepsPerExecution) || stepsPerExecution < 1) {
      throw refusal(OptionError, {
        action,
        expected: "`stepsPerExecution` must be a positive integer",
        received: stepsPerExecution,
      });
    }
    this.#givenOptimizer = getOptimizer(options.optimizer ?? "rmsprop") as Optimizer;
    const scales = policy === "mixed_float16" && (options.autoScaleLoss ?? true);
    this.optimizer = scales ? withScaledLoss(this.#givenOptimizer) : this.#givenOptimizer;
    this.loss = loss === undefined || loss === null ? before?.loss : new CompileLoss(loss, lossWeights, outputNames);
    const replaces = (metrics ?? weightedMetrics ?? null) !== null;
    this.metrics = replaces ? new CompileMetrics(metrics, weightedMetrics, outputNames) : before?.metrics;
    this.lossTracker = before?.lossTracker ?? new Mean({ name: "loss" });
    this.stepsPerExecution = stepsPerExecution;
    this.runEagerly = options.runEagerly ?? false;
    this.refusesRecording = this.runEagerly
      ? "compiled with `runEagerly: true`"
      : options.jitCompile === false
        ? "compiled with `jitCompile: false`"
        : undefined;
    this.recordsOwnSteps = options.jitCompile === true;
    this.givenLoss = loss ?? before?.givenLoss ?? null;
    this.#options = options;
  }

  /** All metrics: the loss, those compiled, then the losses of the single outputs. */
  get allMetrics(): readonly AnyMetric[] {
    return [this.lossTracker, ...(this.metrics?.metrics ?? []), ...(this.loss?.metrics ?? [])];
  }

  /** The arguments in Keras' form. */
  getConfig(): Config {
    const {
      loss,
      lossWeights,
      metrics,
      weightedMetrics,
      runEagerly = false,
      stepsPerExecution = 1,
      jitCompile,
    } = this.#options;
    return {
      optimizer: serializeKerasObject(this.#givenOptimizer),
      loss: serializeKerasObject(loss),
      loss_weights: serializeKerasObject(lossWeights),
      metrics: serializeKerasObject(metrics),
      weighted_metrics: serializeKerasObject(weightedMetrics),
      run_eagerly: runEagerly,
      steps_per_execution: stepsPerExecution,
      jit_compile: jitCompile === true && !runEagerly,
    };
  }

  /** What a later `compile` does not take over takes no memory any more. Its state stays, should it be compiled with again. */
  giveWayTo(next: Compiled): void {
    const kept = new Set(next.#variables);
    for (const variable of this.#variables) if (!kept.has(variable)) variable.toHost();
  }

  [Symbol.dispose](): void {
    for (const metric of this.allMetrics) metric[Symbol.dispose]();
    this.optimizer[Symbol.dispose]();
  }

  /** The state of the optimizer and of all metrics. */
  get #variables(): readonly Variable[] {
    return [...this.optimizer.allVariables, ...this.allMetrics.flatMap(({ variables }) => variables)];
  }
}

/** Under a half-precision policy the loss is scaled up, so that small gradients do not vanish. */
function withScaledLoss(optimizer: Optimizer): Optimizer {
  if (optimizer instanceof LossScaleOptimizer) return optimizer;
  return new LossScaleOptimizer({ innerOptimizer: optimizer, name: "loss_scale_optimizer" });
}
