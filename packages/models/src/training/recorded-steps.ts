import { type AnyLayer, changeCount, functionsRunEagerly, type Logs, type ProgramStatistics } from "@hornbeam/core";
import type { StepResults } from "./read-logs.ts";
import { RecordedStep, type StepKind } from "./recorded-step.ts";
import type { HostBatch } from "./sources/batch-source.ts";
import { arraysKind, logsKind } from "./step-kinds.ts";
import { batchSignature, whyUnsigned } from "./step-signature.ts";
import type { TrainBatch } from "./types.ts";

/** How steps of one kind on batches of one signature run, see `explain` of models. */
export interface StepExplanation {
  /** What the step does: "train", "test" or "predict", and what the number of the step decides. */
  readonly step: string;
  /** Types and shapes of the batch: inputs → targets → weights. */
  readonly batch: string;
  /** `"recorded"`: replayed from memory; `"eager"`: op by op, for a reason; `"starting"`: too few steps so far. */
  readonly mode: "recorded" | "eager" | "starting";
  /** Why the step runs eagerly: which op, and what it does. */
  readonly reason?: string;
  /** Number of replays so far. */
  readonly replays: number;
  /** Microseconds of the fastest of them. */
  readonly microseconds?: number;
  /** What the recorded step consists of, and the memory it takes. */
  readonly statistics?: ProgramStatistics;
}

/** What of a model its steps run. */
export interface Stepping {
  readonly trainStep: (batch: TrainBatch) => StepResults;
  readonly testStep: (batch: TrainBatch) => StepResults;
  readonly predictStep: (x: unknown) => unknown;
  /** What of the model steps depend on, beside batches: asked again when something may have changed. */
  readonly state: () => string;
}

/** Layers, what of them is trained, and their weights: by numbers, since what takes the place of another may have its name. */
export function stateOf(model: AnyLayer): string {
  return `${layersIn(model)} ${model.weights.map(numberOf).join()}`;
}
function layersIn(layer: AnyLayer): string {
  const inner = layer.sublayers().map(layersIn).join();
  return `${numberOf(layer)}${layer.trainable ? "" : " frozen"}(${inner})`;
}

const numbers = new WeakMap<object, number>();
let last = 0;
function numberOf(object: object): number {
  let number = numbers.get(object);
  if (number === undefined) {
    number = ++last;
    numbers.set(object, number);
  }
  return number;
}

/** How many signatures are kept. */
const most = 8;

// biome-ignore lint/suspicious/noExplicitAny: steps of different results
type AnyStep = RecordedStep<any>;

interface Kinds {
  readonly train: StepKind<Logs>;
  readonly test: StepKind<Logs>;
  readonly predict: StepKind<unknown>;
}
interface Known {
  readonly kind: string;
  readonly signature: string;
  readonly step: AnyStep;
}

/** The steps of a model, by kind and by the signature of their batches. */
export class RecordedSteps {
  readonly #kinds: Kinds;
  readonly #steps = new Map<string, Known>();
  readonly #stateOf: () => string;
  readonly #states = new Map<string, number>();
  #changes = Number.NaN;
  /** Number of the state that the model is in. */
  #state = -1;

  constructor({ trainStep, testStep, predictStep, state }: Stepping) {
    this.#stateOf = state;
    this.#kinds = { train: logsKind(trainStep), test: logsKind(testStep), predict: arraysKind(predictStep) };
  }

  /**
   * Runs a step; `refused` is a reason not to record it, `variant` tells steps apart that the host decides about. A replay gives
   * nothing where `isRead` is false.
   */
  run(kind: "train" | "test", batch: HostBatch, variant: string, refused?: string, isRead?: boolean): Logs;
  run(kind: "predict", batch: HostBatch, variant: string, refused?: string): unknown;
  run(kind: keyof Kinds, batch: HostBatch, variant: string, refused?: string, isRead = true): unknown {
    this.#look();
    const signature = batchSignature(batch) ?? "";
    const eager = functionsRunEagerly();
    const name = `${eager ? "eager " : ""}${kind} ${variant} ${signature}`;
    const key = `${name} ${this.#state}`;
    const reason = eager ? "`runFunctionsEagerly(true)` was called" : refused;
    const known =
      this.#steps.get(key) ??
      this.#make(kind, variant, signature, reason ?? (signature === "" ? whyUnsigned(batch) : undefined));
    // those that were used last come last
    this.#steps.delete(key);
    this.#steps.set(key, known);
    if (this.#steps.size > most) this.#drop(this.#steps.keys().next().value!);
    const result = known.step.run(batch, isRead) ?? {};
    // a first step that builds layers is the first of the steps with them
    if (this.#look() && !known.step.program) {
      this.#steps.delete(key);
      const own = `${name} ${this.#state}`;
      if (!this.#steps.has(own)) this.#steps.set(own, known);
    }
    return result;
  }

  /** Drops all, and frees their memory. */
  forget(): void {
    for (const key of [...this.#steps.keys()]) this.#drop(key);
    this.#states.clear();
    this.#changes = Number.NaN;
  }

  explain(): StepExplanation[] {
    return [...this.#steps.values()].map(({ kind, signature, step }): StepExplanation => {
      const { program, reason, replays, fastest } = step;
      return {
        step: kind,
        batch: signature,
        mode: program ? "recorded" : reason === undefined ? "starting" : "eager",
        ...(reason !== undefined && { reason }),
        replays,
        ...(replays > 0 && { microseconds: Math.round(fastest * 1e4) / 10 }),
        ...(program && { statistics: program.statistics }),
      };
    });
  }

  /** Asks for the model's state if something may have changed. */
  #look(): boolean {
    if (this.#changes === changeCount()) return false;
    this.#changes = changeCount();
    const before = this.#state;
    const state = this.#stateOf();
    this.#state = this.#states.get(state) ?? this.#states.size;
    this.#states.set(state, this.#state);
    return this.#state !== before;
  }
  #make(kind: keyof Kinds, variant: string, signature: string, reason: string | undefined): Known {
    const step: AnyStep = new RecordedStep(this.#kinds[kind] as StepKind<unknown>, reason);
    return { kind: variant === "" || variant === "step" ? kind : `${kind} (${variant})`, signature, step };
  }
  #drop(key: string): void {
    this.#steps.get(key)?.step[Symbol.dispose]();
    this.#steps.delete(key);
  }
}
