import {
  compileRecordings,
  convert,
  flatten,
  type HostValues,
  mapStructure,
  type NDArray,
  type Program,
  type Recording,
  recordStep,
  type Tensor,
  tensorDType,
  tidy,
  toTensor,
} from "@hornbeam/core";
import type { HostBatch } from "./sources/batch-source.ts";
import type { TrainBatch } from "./types.ts";

/** One kind of step of a model: how it runs, and what of a replay its result is made of. */
export interface StepKind<T> {
  /** The step on tensors. `results` are tensors whose values its result holds. */
  readonly run: (batch: TrainBatch) => { readonly value: T; readonly results?: readonly Tensor[] };
  /** How the result of a replay is read, after a step that gave `value` was recorded; a reason if that cannot be. */
  readonly reader: (value: T, recording: Recording) => ((program: Program) => T) | string;
}

/** How often a step is recorded before it is left as it is. */
const attempts = 3;
/** How often what a recording rests on may change before that is taken for the rule. */
const restarts = 8;

/**
 * A step on batches of one signature: run the first time, when layers are built, recorded the second and the third time, and
 * replayed from then on.
 */
export class RecordedStep<T> {
  readonly #kind: StepKind<T>;
  #state: "new" | "running" | "recorded" = "new";
  #recording: Recording | undefined;
  #program: Program | undefined;
  #read: ((program: Program) => T) | undefined;
  #attempts = 0;
  #restarts = 0;
  #replays = 0;
  #time = Number.POSITIVE_INFINITY;
  #reason: string | undefined;

  constructor(kind: StepKind<T>, reason?: string) {
    this.#kind = kind;
    this.#reason = reason;
  }

  /** Why the step is not recorded, if that is so for good. */
  get reason(): string | undefined {
    return this.#reason;
  }
  get program(): Program | undefined {
    return this.#program;
  }
  get replays(): number {
    return this.#replays;
  }
  /** Milliseconds of the fastest replay. */
  get fastest(): number {
    return this.#time;
  }

  /** Runs the step. Its result is not read after a replay where `isRead` is false. */
  run(batch: HostBatch, isRead = true): T | undefined {
    if (this.#program) {
      const start = performance.now();
      if (this.#program.replay(flatten([batch.x, batch.y, batch.sampleWeight]).flatMap(valuesOf))) {
        const value = isRead ? this.#read!(this.#program) : undefined;
        batch.recycle?.(); // its values are in the program's memory
        this.#replays++;
        this.#time = Math.min(this.#time, performance.now() - start);
        return value;
      }
      this.#restart();
    }
    if (this.#state === "new" || this.#reason !== undefined) {
      this.#state = "running";
      return tidy(() => {
        const tensors = tensorsOf(batch);
        batch.recycle?.(); // they are copies
        return this.#kind.run(tensors).value as never;
      }) as T;
    }
    return this.#record(batch);
  }

  [Symbol.dispose](): void {
    this.#program?.dispose();
    this.#program = undefined;
  }

  #record(batch: HostBatch): T {
    const { value, recording } = tidy(() => {
      const tensors = tensorsOf(batch);
      const inputs = flatten(tensors).filter((leaf) => leaf !== null) as Tensor[];
      return recordStep(inputs, () => this.#kind.run(tensors)) as never;
    }) as ReturnType<typeof recordStep<T>>;
    if (recording.partial) return value; // no example of the step: one that shows all of it comes
    const before = this.#recording;
    this.#recording = recording;
    if (recording.reason !== undefined) this.#fail(recording.reason);
    else if (before) {
      const reader = this.#kind.reader(value, recording);
      const program = typeof reader === "string" ? reader : compileRecordings(before, recording);
      if (typeof program === "string") this.#fail(program);
      else {
        this.#program = program;
        this.#read = reader as (program: Program) => T;
        this.#recording = undefined;
      }
    }
    return value;
  }
  #fail(reason: string): void {
    if (++this.#attempts >= attempts) {
      this.#reason = reason;
      this.#recording = undefined;
    } else if (this.#recording?.reason !== undefined) this.#recording = undefined;
  }
  #restart(): void {
    this[Symbol.dispose]();
    this.#attempts = 0;
    if (++this.#restarts >= restarts)
      this.#reason = "what it rests on on the host, such as the learning rate, changes too often";
  }
}

function tensorsOf({ x, y, sampleWeight }: HostBatch): TrainBatch {
  const tensors = (data: unknown) => mapStructure(data, (leaf) => (leaf === null ? null : toTensor(leaf as never)));
  return [tensors(x), tensors(y), tensors(sampleWeight)];
}

/** What a tensor of an array would hold. */
function valuesOf(leaf: unknown): HostValues[] {
  if (leaf === null || leaf === undefined) return [];
  const { data, dtype } = leaf as NDArray;
  const type = tensorDType(dtype);
  return [(dtype === type && type !== "bool" ? data : convert(data, type)) as HostValues];
}
