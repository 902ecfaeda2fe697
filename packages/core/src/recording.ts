import { refuseRecording } from "@hornbeam/kernels";

export {
  compileRecordings,
  guardNumber,
  type HostValues,
  type HostWork,
  hostScalar,
  hostTensor,
  hostWork,
  isRecording,
  namedWork,
  onlyIf,
  Program,
  type ProgramStatistics,
  type Recording,
  readNumber,
  recordEffect,
  recordStep,
  refuseRecording,
  type Saving,
  unrecorded,
} from "@hornbeam/kernels";

let changes = 0;

/** Says that something may have changed which recorded steps depend on: weights of layers, what of them is trained. */
export function noteChange(): void {
  changes++;
}

/** How often that was said. */
export function changeCount(): number {
  return changes;
}

let eager = false;

/**
 * Says whether the steps of all models run op by op, and are neither recorded nor replayed: to look into them, or to compare.
 * Results are the same, bit by bit.
 *
 * @see {@link https://www.tensorflow.org/api_docs/python/tf/config/run_functions_eagerly | tf.config.run_functions_eagerly}
 */
export function runFunctionsEagerly(value: boolean): void {
  eager = value;
}

/** What {@link runFunctionsEagerly} was told last. */
export function functionsRunEagerly(): boolean {
  return eager;
}

/** Refuses what draws random numbers on the host, out of sight of the recording. */
export function refuseDraw(): void {
  refuseRecording("random numbers are drawn on the host");
}
