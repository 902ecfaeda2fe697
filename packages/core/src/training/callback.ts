import { Configured } from "../objects/configured.ts";
import { type Defined, define } from "../objects/define.ts";
import type { Schema } from "../options/option.ts";
import type { Logs, TrainableModel } from "./trainable-model.ts";

/** How a training, an evaluation or a prediction runs. */
export interface CallbackParams {
  readonly verbose: number;
  readonly epochs: number;
  /** Batches an epoch; null where the length of the data is not known. */
  readonly steps: number | null;
}

/** What a prediction's batch gives to `onPredictBatchEnd`. */
export interface PredictLogs {
  readonly outputs: unknown;
}

type Done = void | Promise<void>;

/**
 * Parent of callbacks: hooks that training calls, any of which may be asynchronous. `logs` hold the running means
 * since the epoch's start; what one callback adds to them, later ones see.
 *
 * @see {@link https://keras.io/api/callbacks/base_callback/ | keras.callbacks.Callback}
 * @example
 * class Say extends Callback { override onEpochEnd(epoch: number, { loss }: Logs) { console.log(epoch, loss); } }
 */
export class Callback extends Configured {
  static override readonly schema = {};
  /** The model that is trained; set before the first hook. */
  model!: TrainableModel;
  params: CallbackParams = { verbose: 0, epochs: 1, steps: null };

  setModel(model: TrainableModel): void {
    this.model = model;
  }
  setParams(params: CallbackParams): void {
    this.params = params;
  }

  onTrainBegin(_logs: Logs): Done {}
  onTrainEnd(_logs: Logs): Done {}
  /**
   * Called instead of `onTrainEnd` where an error or an `AbortSignal` ends the training early, before `fit` rejects; `logs` are
   * of the last whole epoch. What `onTrainEnd` does unless it is overridden, so that files are closed either way.
   */
  onTrainInterrupt(_error: unknown, logs: Logs): Done {
    return this.onTrainEnd(logs);
  }
  /** Epochs count from 0. */
  onEpochBegin(_epoch: number, _logs: Logs): Done {}
  onEpochEnd(_epoch: number, _logs: Logs): Done {}
  /** What `onTrainBatchBegin` does unless it is overridden. */
  onBatchBegin(_batch: number, _logs: Logs): Done {}
  /** What `onTrainBatchEnd` does unless it is overridden. */
  onBatchEnd(_batch: number, _logs: Logs): Done {}
  onTrainBatchBegin(batch: number, logs: Logs): Done {
    return this.onBatchBegin(batch, logs);
  }
  onTrainBatchEnd(batch: number, logs: Logs): Done {
    return this.onBatchEnd(batch, logs);
  }
  onTestBegin(_logs: Logs): Done {}
  onTestEnd(_logs: Logs): Done {}
  onTestBatchBegin(_batch: number, _logs: Logs): Done {}
  onTestBatchEnd(_batch: number, _logs: Logs): Done {}
  onPredictBegin(): Done {}
  onPredictEnd(): Done {}
  onPredictBatchBegin(_batch: number): Done {}
  onPredictBatchEnd(_batch: number, _logs: PredictLogs): Done {}
}

/** Declares a callback: its Keras name and its options. */
export function defineCallback<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, S, Callback> {
  return define(className, own, Callback as never) as never; // the table types the class
}
