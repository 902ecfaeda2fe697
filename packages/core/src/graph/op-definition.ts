// biome-ignore lint/suspicious/noExplicitAny: an op's own types say what its arguments are
export type Values = any[];

/** What an op is: its Keras identity, its arguments, the computation and the shapes. */
export interface OpDefinition<A extends Values, O extends object, R> {
  /** Keras' name of the operation's class: `Mean`. */
  readonly className: string;
  /** Keras' module below `keras.src.ops`: `numpy`. */
  readonly module: string;
  /** Names of the arguments that are tensors (or lists of them, or indices), which a graph stores with the call. */
  readonly tensors: readonly string[];
  /** Names of further required arguments, which a graph stores in the operation's config. */
  readonly settings?: readonly string[];
  /** Optional arguments, in Keras' order, with their defaults. */
  readonly options?: O;
  /** How many of the tensors may be left out. */
  readonly optionalTensors?: number;
  /** Whether it takes complex tensors, which other ops refuse. */
  readonly complex?: boolean;
  /** Arguments that stay as they are: indices, structures of functions. */
  readonly raw?: boolean;
  /** The computation on tensors. */
  call(...args: [...A, O]): R;
  /** Shape and dtype of the result: on specs in the tensors' places. Throws where they do not fit. */
  spec(...args: Values): unknown;
}
