/** What the process of a hostile case is told. */
export interface HostileJob {
  readonly file: string;
  readonly loader: string;
  /** A good file of the same loader. */
  readonly clean: string;
  /** Path of the configuration to load weights into, and that for the good file. */
  readonly target: string | undefined;
  readonly cleanTarget: string | undefined;
  readonly expected: Readonly<Record<string, unknown>> | undefined;
  /** The empty folder in which it works. */
  readonly folder: string;
}

/** What became of one attempt to load. */
export type Attempt =
  | { readonly how: string; readonly loaded: true; readonly difference: string | undefined }
  | {
      readonly how: string;
      readonly loaded: false;
      readonly own: boolean;
      readonly name: string;
      readonly message: string;
    };

export type HostileMessage =
  | { readonly phase: "begins" }
  | { readonly phase: "missing"; readonly what: string }
  | { readonly phase: "broken"; readonly what: string }
  | { readonly phase: "attempt"; readonly attempt: Attempt }
  | { readonly phase: "ends"; readonly violations: readonly string[]; readonly grownMB: number };
