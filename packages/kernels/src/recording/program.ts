import type { DataType, Variable } from "@hornbeam/kernels/tfjs";
import { copyInto } from "../copy-into.ts";
import type { Runtime } from "../runtime.ts";
import type { Home, Homes } from "./homes.ts";
import { unrecorded } from "./host.ts";
import { viewOf } from "./host-work.ts";
import type { Failure, Guard, HostValues, Saving } from "./instruction.ts";

/** What a program does on the host before its commands. */
export type Preparation =
  | {
      readonly kind: "effect";
      readonly run: () => void;
      /** Saves what it changes, if it can be taken back. */
      readonly save: Saving | undefined;
      /** Where the number is that it depends on; 0 if it depends on none. */
      readonly condition: number;
    }
  | { readonly kind: "fill"; readonly values: () => HostValues; readonly address: number };

/** Two words: where the first is not 0, the commands behind are not done, and `fail` gets the second. */
export interface Check {
  readonly address: number;
  readonly fail: Failure;
}

/** What would bring back what an effect has changed. */
interface Undoing {
  readonly undo: () => void;
  readonly condition: number;
}

/**
 * A run of commands, of which several threads can share the large ones; one call of a stock kernel; JavaScript that works on memory.
 * `condition` is the address of a number: where that is 0, the call is left out.
 */
export type Part =
  | {
      readonly kind: "commands";
      readonly address: number;
      readonly count: number;
      readonly extra: number;
      readonly large: boolean;
      readonly checks: readonly Check[];
    }
  | {
      readonly kind: "stock";
      readonly call: (...given: number[]) => unknown;
      readonly given: readonly number[];
      readonly condition: number;
    }
  | {
      readonly kind: "memory";
      readonly work: (addresses: readonly number[]) => void;
      readonly at: readonly number[];
      readonly condition: number;
    };

/** Where a tensor of a program is. */
export interface Located {
  readonly address: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** What a program consists of, for those who want to know. */
export interface ProgramStatistics {
  /** Commands of this package's kernels. */
  readonly commands: number;
  /** How many of them are done again only when variables were written: they make what follows from weights alone. */
  readonly prologueCommands: number;
  /** Calls of stock kernels of TensorFlow.js. */
  readonly stockCalls: number;
  /** Things done on the host with each replay. */
  readonly hostActions: number;
  /** Bytes of all buffers together. */
  readonly bytes: number;
  /** Bytes that they take, since those share memory that are not in use at the same time. */
  readonly plannedBytes: number;
}

/** All that a program needs; made by {@link buildProgram}. */
export interface ProgramParts {
  /** What need not be done again while nothing was written to the homes that it reads. */
  readonly prologue: { readonly parts: readonly Part[]; readonly reads: readonly Home[] };
  readonly parts: readonly Part[];
  readonly preparations: readonly Preparation[];
  readonly guards: readonly Guard[];
  readonly variables: readonly { readonly variable: Variable; readonly home: Home }[];
  readonly outside: readonly Home[];
  /** Homes to which the program may write. */
  readonly written: readonly Home[];
  readonly inputs: readonly (number | undefined)[];
  readonly reads: readonly Located[];
  readonly results: readonly Located[];
  readonly statistics: ProgramStatistics;
  readonly free: () => void;
}

/** A step that can be done again without TensorFlow.js: on other inputs, and on variables as they are by then. */
export class Program {
  readonly statistics: ProgramStatistics;
  readonly #runtime: Runtime;
  readonly #homes: Homes;
  readonly #is: ProgramParts;
  #disposed = false;
  /** How often each home was written to that the prologue reads, when that was done last. */
  #seen: readonly number[] | undefined;

  constructor(runtime: Runtime, homes: Homes, is: ProgramParts) {
    this.#runtime = runtime;
    this.#homes = homes;
    this.#is = is;
    this.statistics = is.statistics;
  }

  /**
   * Does the step on the values of inputs, one array for each in order. False, and nothing is done, where something has
   * changed on which the recording rests. Where a check fails, what comes behind it is not done, and the host's effects are taken back.
   */
  replay(inputs: readonly HostValues[]): boolean {
    if (this.#disposed || !this.#isValid()) return false;
    const { parts, variables, written, inputs: places } = this.#is;
    const homes = this.#homes;
    for (const { variable, home } of variables) if (!homes.isAtHome(variable, home)) homes.settle(variable, home);
    for (const home of written) home.writes++;
    for (let i = 0; i < places.length; i++) if (places[i] !== undefined) this.#write(places[i]!, inputs[i]!);
    const undoing: Undoing[] = [];
    try {
      unrecorded(() => this.#prepare(undoing));
      this.#prologue(); // after what the host does, which may write to variables
      for (const part of parts) this.#do(part);
    } catch (error) {
      takeBack(undoing);
      throw error;
    }
    takeBack(undoing.filter(({ condition }) => condition !== 0 && this.#word(condition) === 0));
    return true;
  }

  /** The numbers that were read from results, until another program is replayed. */
  numbers(): number[] {
    return this.#is.reads.map(({ address, dtype }) => this.#view(address, 1, dtype)[0]!);
  }
  /** Copies of the results, likewise. */
  results(): { readonly values: HostValues; readonly shape: readonly number[]; readonly dtype: DataType }[] {
    return this.#is.results.map(({ address, shape, dtype }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return { values: this.#view(address, size, dtype).slice(), shape, dtype };
    });
  }

  /** Frees the memory; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const { variables, outside, parts, prologue, free } = this.#is;
    for (const part of [...prologue.parts, ...parts])
      if (part.kind === "commands") this.#runtime.forgetProgram(part.address);
    for (const { variable, home } of variables) this.#homes.release(home, variable);
    for (const home of outside) this.#homes.release(home);
    free();
  }

  #isValid(): boolean {
    const { guards, variables } = this.#is;
    return (
      guards.every(({ read, value }) => Object.is(unrecorded(read), value)) &&
      variables.every(({ variable }) => !variable.isDisposed)
    );
  }
  #prologue(): void {
    const { parts, reads } = this.#is.prologue;
    const seen = this.#seen;
    if (parts.length === 0 || (seen && reads.every(({ writes }, i) => writes === seen[i]))) return;
    this.#seen = undefined;
    for (const part of parts) this.#do(part);
    this.#seen = reads.map(({ writes }) => writes);
  }
  #prepare(undoing: Undoing[]): void {
    for (const each of this.#is.preparations) {
      if (each.kind === "fill") this.#write(each.address, each.values());
      else {
        if (each.save) undoing.push({ undo: each.save(), condition: each.condition });
        each.run();
      }
    }
  }
  #do(part: Part): void {
    if (part.kind === "commands") {
      this.#runtime.runProgram(part.address, part.count, part.extra, part.large && part.address);
      for (const check of part.checks) this.#look(check);
    } else if (part.condition !== 0 && this.#word(part.condition) === 0) return;
    else if (part.kind === "stock") part.call(...part.given);
    else part.work(part.at);
  }
  #look({ address, fail }: Check): void {
    if (this.#word(address) === 0) return;
    const words = this.#view(address, 2, "int32");
    const value = words[1]!;
    words.fill(0); // the next replay may not come here
    fail(value);
  }
  #word(address: number): number {
    return this.#view(address, 1, "int32")[0]!;
  }
  #write(address: number, values: HostValues): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    copyInto(this.#runtime.bytes, bytes, address);
  }
  #view(address: number, size: number, dtype: DataType): HostValues {
    return viewOf(this.#runtime.bytes.buffer, address, size, dtype);
  }
}

/** Brings back what effects have changed, the last one first. */
function takeBack(undoing: readonly Undoing[]): void {
  for (const { undo } of [...undoing].reverse()) unrecorded(undo);
}
