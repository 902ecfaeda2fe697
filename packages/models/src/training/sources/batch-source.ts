/** One batch on the host: arrays in the structure of the data, null for what is not there. */
export interface HostBatch {
  readonly x: unknown;
  readonly y: unknown;
  readonly sampleWeight: unknown;
  /** Says that nobody will read the arrays again: the source may use their memory for another batch. */
  readonly recycle?: () => void;
}

/** Where batches come from, epoch after epoch. */
export interface BatchSource {
  /** Batches in one pass; null where nobody knows before its end. */
  readonly numBatches: number | null;
  /** Starts another pass. */
  open(): Iterator<HostBatch> | AsyncIterator<HostBatch>;
  /** Called before the first step of an epoch, and after its last. */
  onEpochBegin?(): void;
  onEpochEnd?(): void;
}
