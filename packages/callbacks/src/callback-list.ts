import {
  boolean,
  Callback,
  type CallbackParams,
  classNameOf,
  defineCallback,
  json,
  type Logs,
  nullable,
  option,
  type PredictLogs,
  type TrainableModel,
  warnOnce,
} from "@hornbeam/core";
import { type HookName, type Listening, listensTo } from "./_hooks.ts";
import { History } from "./history.ts";
import { ProgbarLogger } from "./progbar-logger.ts";

type Nested = Callback | readonly Nested[];

const callbackList = /* @__PURE__ */ option<readonly Callback[], Nested | null>("callbacks in a list", (input) => {
  const list = input === null ? [] : [input].flat(Number.POSITIVE_INFINITY);
  return list.every((each) => each instanceof Callback) ? (list as Callback[]) : undefined;
});

/**
 * Calls several callbacks as if they were one, each when the one before it is done. Its logs are one object a call,
 * keys in alphabetical order: what one callback adds, those behind it see.
 *
 * @see {@link https://keras.io/api/callbacks/base_callback/ | keras.callbacks.CallbackList}
 * @example
 * const list = new CallbackList({ callbacks: [new EarlyStopping()], addHistory: true, model });
 * await list.onEpochEnd(0, { val_loss: 0.5, loss: 0.25 });
 * list.history.history; // { loss: [0.25], val_loss: [0.5] }
 */
export class CallbackList
  extends /* @__PURE__ */ defineCallback("keras.callbacks.CallbackList", {
    callbacks: /* @__PURE__ */ callbackList([]),
    /** Whether a `History` is added behind them, if they have none. */
    addHistory: /* @__PURE__ */ boolean(false),
    /** Whether a `ProgbarLogger` is added behind them, if they have none. */
    addProgbar: /* @__PURE__ */ boolean(false),
    /** The model that is trained. */
    model: /* @__PURE__ */ nullable(option<TrainableModel>("a model", (x) => (x as TrainableModel) || undefined))(null),
    /** How the training runs; handed to all. */
    params: /* @__PURE__ */ nullable(json)(null),
  })
  implements Listening
{
  readonly #all: readonly Callback[];

  constructor(options?: {
    readonly callbacks?: Nested | null;
    readonly addHistory?: boolean;
    readonly addProgbar?: boolean;
    readonly model?: TrainableModel | null;
    readonly params?: CallbackParams | null;
  }) {
    super(options as never);
    const all = [...this.callbacks];
    if (this.addHistory && !all.some((each) => each instanceof History)) all.push(new History());
    if (this.addProgbar && !all.some((each) => each instanceof ProgbarLogger)) all.push(new ProgbarLogger());
    this.#all = all;
    const model = this.initial("model") as TrainableModel | null;
    const params = this.initial("params") as CallbackParams | null;
    if (model) this.setModel(model);
    if (params) this.setParams(params);
  }

  /** The last `History` among the callbacks. */
  get history(): History | undefined {
    return this.#all.findLast((each) => each instanceof History);
  }
  /** The epoch that a callback wants the training to go on with. Known from the training's begin on. */
  get initialEpoch(): number | undefined {
    const wanted = this.#all.map((each) => (each as { readonly initialEpoch?: number }).initialEpoch);
    return wanted.findLast((epoch) => epoch !== undefined);
  }
  /** Whether any of the callbacks does something in a hook. */
  listensTo(hook: HookName): boolean {
    return this.#all.some((each) => listensTo(each, hook));
  }
  [Symbol.iterator](): IterableIterator<Callback> {
    return this.#all.values();
  }

  override setModel(model: TrainableModel): void {
    super.setModel(model);
    for (const each of this.#all) each.setModel(model);
  }
  override setParams(params: CallbackParams): void {
    super.setParams(params);
    for (const each of this.#all) each.setParams(params);
  }

  override onTrainBegin(logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTrainBegin(shared));
  }
  override onTrainEnd(logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTrainEnd(shared));
  }
  /** Each has its turn, whatever becomes of the others: their errors are told, and not thrown in place of the first. */
  override async onTrainInterrupt(error: unknown, logs: Logs = {}): Promise<void> {
    for (const each of this.#all) {
      try {
        await each.onTrainInterrupt(error, { ...logs });
      } catch (another) {
        warnOnce(`${classNameOf(each.constructor as never)} failed when the training was interrupted: ${another}`);
      }
    }
  }
  override onEpochBegin(epoch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onEpochBegin(epoch, shared));
  }
  override onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onEpochEnd(epoch, shared));
  }
  override onBatchBegin(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onBatchBegin(batch, shared));
  }
  override onBatchEnd(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onBatchEnd(batch, shared));
  }
  override onTrainBatchBegin(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTrainBatchBegin(batch, shared));
  }
  override onTrainBatchEnd(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTrainBatchEnd(batch, shared));
  }
  override onTestBegin(logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTestBegin(shared));
  }
  override onTestEnd(logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTestEnd(shared));
  }
  override onTestBatchBegin(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTestBatchBegin(batch, shared));
  }
  override onTestBatchEnd(batch: number, logs: Logs = {}): Promise<void> {
    return this.#each(logs, (each, shared) => each.onTestBatchEnd(batch, shared));
  }
  override onPredictBegin(): Promise<void> {
    return this.#each({}, (each) => each.onPredictBegin());
  }
  override onPredictEnd(): Promise<void> {
    return this.#each({}, (each) => each.onPredictEnd());
  }
  override onPredictBatchBegin(batch: number): Promise<void> {
    return this.#each({}, (each) => each.onPredictBatchBegin(batch));
  }
  override onPredictBatchEnd(batch: number, logs: PredictLogs): Promise<void> {
    return this.#each({}, (each) => each.onPredictBatchEnd(batch, logs));
  }

  async #each(logs: Logs, call: (callback: Callback, shared: Logs) => void | Promise<void>): Promise<void> {
    const shared = Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    for (const each of this.#all) {
      const done = call(each, shared);
      if (done) await done;
    }
  }
}
