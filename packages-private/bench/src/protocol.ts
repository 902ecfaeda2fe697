/** What the driver asks of a contestant, one line of JSON each. */
export type Request =
  /** Losses of so many steps on the first batch, from the weights of the file on. */
  | { readonly do: "losses"; readonly steps: number }
  /** One epoch of `fit` over all batches: milliseconds a step. */
  | { readonly do: "train" }
  /** `predict` of one sample, so many times: milliseconds each. */
  | { readonly do: "predictOne"; readonly times: number }
  /** `predict` of all samples: milliseconds for all. */
  | { readonly do: "predictAll" }
  /** The largest resident memory of the process so far, and that before its first step, in bytes. */
  | { readonly do: "memory" };

/** What a contestant answers. */
export interface Answer {
  readonly values: readonly number[];
}

/** What the driver leaves in the folder of a workload beside `model.keras`, `x.bin` and `y.bin`. */
export interface Task {
  readonly batch: number;
  /** Shape of all samples. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}
