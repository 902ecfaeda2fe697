import { History } from "@hornbeam/callbacks";
import {
  type AnyMetric,
  type Config,
  flatten,
  gradientsOf,
  keep,
  Layer,
  type Logs,
  mapStructure,
  type Optimizer,
  type Reading,
  ready,
  refusal,
  StateError,
  Tensor,
  tidy,
  type Variable,
} from "@hornbeam/core";
import { add } from "@hornbeam/ops";
import { compileOptionsFromConfig } from "./compile-from-config.ts";
import { Compiled } from "./compiled.ts";
import { evaluate } from "./evaluate.ts";
import { fit as trainOver } from "./fit.ts";
import { reasonAgainst } from "./own-steps.ts";
import { predict } from "./predict.ts";
import { readLogs, type StepResults } from "./read-logs.ts";
import { RecordedSteps, type StepExplanation, stateOf } from "./recorded-steps.ts";
import type { HostBatch } from "./sources/batch-source.ts";
import { hostData } from "./sources/make-source.ts";
import { stepOnBatch } from "./step-on-batch.ts";
import type {
  BatchIterable,
  BatchOptions,
  CompileOptions,
  Data,
  EvaluateOptions,
  FitOptions,
  Predictions,
  PredictOptions,
  TrainBatch,
} from "./types.ts";

/** What a step's loss is computed from. */
export interface LossInputs {
  readonly x: unknown;
  readonly y: unknown;
  readonly yPred: unknown;
  readonly sampleWeight: unknown;
  readonly training: boolean;
}

/** The part of a model that trains, evaluates and predicts. */
// biome-ignore lint/suspicious/noExplicitAny: what a model takes and gives is known to its author alone
export abstract class Trainer<In = any, Out = any> extends Layer<In, Out> {
  #compiled: Compiled | undefined;
  #variables: readonly Variable[] | undefined;
  #history = new History();
  readonly #steps = new RecordedSteps({
    trainStep: (batch) => {
      this.ensureBuilt(batch[0]);
      return this.trainStep(batch);
    },
    testStep: (batch) => this.testStep(batch),
    predictStep: (x) => {
      this.ensureBuilt(x);
      return this.predictStep(x);
    },
    state: () => `${stateOf(this)} ${this.#compiled?.optimizer.lossScaleFactor ?? ""}`,
  });
  /** Set to true by a callback that has seen enough. */
  stopTraining = false;

  /** Says how to train: with which optimizer, loss and metrics. */
  compile(options: CompileOptions = {}): void {
    const before = this.#compiled;
    this.#compiled = new Compiled(
      `compile ${this[Symbol.toStringTag]}`,
      options,
      () => this.outputNames,
      before,
      this.dtypePolicy.name,
    );
    this.#steps.forget();
    before?.giveWayTo(this.#compiled);
    this.#variables = undefined;
    this.stopTraining = false;
  }

  get compiled(): boolean {
    return this.#compiled !== undefined;
  }
  get optimizer(): Optimizer {
    return this.requireCompiled("read the optimizer of").optimizer;
  }
  /** The `loss` that the model was compiled with. */
  get loss(): CompileOptions["loss"] {
    return this.#compiled?.givenLoss;
  }
  /** The loss's running mean, the compiled metrics, and the losses of single outputs. */
  get metrics(): readonly AnyMetric[] {
    return this.#compiled?.allMetrics ?? [];
  }
  get metricsNames(): readonly string[] {
    return this.metrics.map(({ name }) => name);
  }
  get outputNames(): readonly string[] | undefined {
    return undefined;
  }
  /** What the last `fit` returned. */
  get history(): History {
    return this.#history;
  }

  /**
   * Trains on arrays, or on a data set that gives batches. Returns the losses and metrics of each epoch.
   *
   * @throws {StateError} when the model was not compiled.
   */
  fit(data: BatchIterable, options?: FitOptions): Promise<History>;
  fit(x: Data, options?: FitOptions): Promise<History>;
  fit(x: Data, y: Data | null, options?: FitOptions): Promise<History>;
  async fit(x: Data | BatchIterable, y?: Data | FitOptions | null, options?: FitOptions): Promise<History> {
    await ready();
    this.#history = await trainOver(this, this.requireCompiled("fit"), x, y, options);
    return this.#history;
  }

  /** Loss and metrics on data: the loss alone, or a list of it and of the metrics. */
  evaluate(
    data: BatchIterable,
    options?: EvaluateOptions & { readonly returnDict?: false },
  ): Promise<number | number[]>;
  evaluate(data: BatchIterable, options: EvaluateOptions & { readonly returnDict: true }): Promise<Logs>;
  evaluate(x: Data, y: Data | null, options: EvaluateOptions & { readonly returnDict: true }): Promise<Logs>;
  // biome-ignore lint/suspicious/noExplicitAny: a number, or a list that callers take apart
  evaluate(x: Data, y?: Data | EvaluateOptions | null, options?: EvaluateOptions): Promise<any>;
  async evaluate(x: Data | BatchIterable, y?: unknown, options?: EvaluateOptions): Promise<unknown> {
    await ready();
    return evaluate(this, this.requireCompiled("evaluate"), x, y as Data | null, options);
  }

  /** The outputs for data, on the host, in the structure of the outputs. Needs no `compile`. */
  async predict(x: Data | BatchIterable, options: PredictOptions = {}): Promise<Predictions> {
    await ready();
    return predict(this, x, options);
  }

  /** One step on one batch: the loss, or a list of it and of the metrics, of this batch alone. */
  // biome-ignore lint/suspicious/noExplicitAny: a number, a list or a record, as the options say
  async trainOnBatch(x: Data, y?: Data | null, options: BatchOptions = {}): Promise<any> {
    return stepOnBatch(this, "trainOnBatch", { x, y, options, step: (batch) => this.runTrainStep(batch) });
  }
  // biome-ignore lint/suspicious/noExplicitAny: a number, a list or a record, as the options say
  async testOnBatch(x: Data, y?: Data | null, options: BatchOptions = {}): Promise<any> {
    return stepOnBatch(this, "testOnBatch", { x, y, options, step: (batch) => this.runTestStep(batch) });
  }
  async predictOnBatch(x: Data): Promise<Predictions> {
    await ready();
    return this.runPredictStep(hostData(x, null, null).x);
  }

  /** One step of training: forward, loss, gradients, update, metrics. Override for a step of one's own. */
  trainStep([x, y, sampleWeight]: TrainBatch): StepResults {
    const { optimizer, lossTracker } = this.requireCompiled("train");
    const variables = this.trainedVariables;
    let yPred: unknown = [];
    let loss: Tensor | undefined;
    try {
      const { grads } = gradientsOf(() => {
        const outputs = (this as unknown as (x: unknown, options: object) => unknown)(x, { training: true });
        yPred = mapStructure(outputs, (tensor) => keep(tensor as Tensor));
        loss = keep(this.computeLoss({ x, y, yPred, sampleWeight, training: true }));
        return optimizer.scaleLoss(loss);
      }, variables);
      lossTracker.updateState(loss!, { sampleWeight: batchSizeOf(x) });
      if (variables.length > 0) optimizer.apply(grads, variables);
      return this.computeMetrics(x, y, yPred, sampleWeight);
    } finally {
      loss?.dispose();
      for (const tensor of flatten(yPred) as Tensor[]) tensor.dispose();
    }
  }
  /** One step of evaluation. */
  testStep([x, y, sampleWeight]: TrainBatch): StepResults {
    const yPred: unknown = (this as unknown as (x: unknown, options: object) => unknown)(x, { training: false });
    const loss = this.computeLoss({ x, y, yPred, sampleWeight, training: false });
    this.requireCompiled("evaluate").lossTracker.updateState(loss, { sampleWeight: batchSizeOf(x) });
    return this.computeMetrics(x, y, yPred, sampleWeight);
  }
  /** One step of prediction. */
  predictStep(x: unknown): unknown {
    return (this as unknown as (x: unknown, options: object) => unknown)(x, { training: false });
  }

  /** The compiled loss, and the losses of layers: penalties and what was added by `addLoss`. */
  computeLoss({ y, yPred, sampleWeight }: LossInputs): Tensor {
    const compiled = this.requireCompiled("compute the loss of");
    const parts = [...this.losses];
    if (compiled.loss && y !== null) parts.unshift(compiled.loss.call(y, yPred, sampleWeight));
    const [first, ...rest] = parts;
    if (first) return rest.reduce((sum, part) => add(sum, part), first);
    const action = `compute the loss of ${this[Symbol.toStringTag]}`;
    const hint = compiled.loss ? "Pass `y`, the targets." : "Give `compile` a `loss`.";
    throw refusal(StateError, { action, expected: "there must be a loss to compute, and targets", hint });
  }
  /** Updates the compiled metrics with a batch, and gives all results. */
  computeMetrics(_x: unknown, y: unknown, yPred: unknown, sampleWeight: unknown): Logs {
    if (y !== null) this.requireCompiled("compute the metrics of").metrics?.updateState(y, yPred, sampleWeight);
    return this.getMetricsResult();
  }
  /** Results of all metrics over what they have seen since the last reset. */
  getMetricsResult(): Logs {
    const compiled = this.requireCompiled("read the metrics of");
    return tidy(() => {
      const outputs = (compiled.loss?.metrics ?? []).map((metric) => [metric.name, metric.result()]);
      return readLogs({
        loss: compiled.lossTracker.result() as Tensor,
        ...Object.fromEntries(outputs),
        ...compiled.metrics?.results(),
      });
    });
  }
  resetMetrics(): void {
    for (const metric of this.metrics) metric.resetState();
  }

  /** The arguments of `compile` in Keras' form; empty if the model was never compiled. */
  getCompileConfig(): Config {
    return this.#compiled?.getConfig() ?? {};
  }
  compileFromConfig(config: Config, reading: Reading): void {
    const options = compileOptionsFromConfig(config, reading);
    if (!options) return;
    this.compile(options);
    if (this.built) this.optimizer.build(this.trainableWeights);
  }

  /** Frees weights, optimizer and metrics. */
  override [Symbol.dispose](): void {
    this.#steps.forget();
    this.#compiled?.[Symbol.dispose]();
    super[Symbol.dispose]();
  }

  /** The weights that training changes: those that were trainable when the first step after `compile` ran. */
  get trainedVariables(): readonly Variable[] {
    this.#variables ??= this.trainableWeights;
    return this.#variables;
  }
  /** @throws {StateError} before `compile`. */
  requireCompiled(verb: string): Compiled {
    if (this.#compiled) return this.#compiled;
    const hint = "Call `compile` with an optimizer and a loss first: you must call `compile()` before using it.";
    throw refusal(StateError, {
      action: `${verb} ${this[Symbol.toStringTag]}`,
      expected: "the model must have been compiled",
      hint,
    });
  }

  /**
   * How the steps of `fit`, `evaluate` and `predict` run: replayed from a recording, or op by op and why. One entry for each
   * kind of step and shape of batch.
   *
   * @example
   * new Sequential([new Dense({ units: 1 })]).explain(); // []
   */
  explain(): StepExplanation[] {
    return this.#steps.explain();
  }
  /** A training step on a batch of the host; nothing of it is left behind. No logs where a replay's are not read. */
  runTrainStep(batch: HostBatch, isRead = true): Logs {
    const { optimizer } = this.requireCompiled("train");
    const reason = reasonAgainst("trainStep", this, Trainer.prototype, this.#compiled);
    return this.#steps.run("train", batch, optimizer.kindOfStep, reason, isRead);
  }
  runTestStep(batch: HostBatch, isRead = true): Logs {
    this.requireCompiled("evaluate");
    const reason = reasonAgainst("testStep", this, Trainer.prototype, this.#compiled);
    return this.#steps.run("test", batch, "", reason, isRead);
  }
  /** The outputs for a batch of the host, on the host. */
  runPredictStep(x: unknown): Predictions {
    const reason = reasonAgainst("predictStep", this, Trainer.prototype, this.#compiled);
    return this.#steps.run("predict", { x, y: null, sampleWeight: null }, "", reason) as Predictions;
  }
  /** Builds a model that has waited for its first data. */
  ensureBuilt(x: unknown): void {
    if (this.built && this.sublayers().every((layer) => layer.built)) return;
    const shapes = mapStructure(x, (tensor) => (tensor as Tensor).shape);
    this.build(shapes as never);
  }
}

function batchSizeOf(x: unknown): number {
  const first = flatten(x).find((leaf) => leaf instanceof Tensor) as Tensor | undefined;
  return first?.shape[0] ?? 1;
}
