import type { Command } from "../abi.ts";
import type { Place } from "./region.ts";

/** Throws the error about a value that a command has found. */
export type Failure = (value: number) => void;

/** A part of a step may depend on a number in memory: where that is 0, it is left out. */
interface Conditional {
  readonly condition?: Place | undefined;
}

/** A command of ours: its block of 32-bit words, with addresses where `places` says. */
export interface CommandInstruction extends Conditional {
  readonly kind: "command";
  readonly command: Command;
  readonly words: Int32Array;
  /** Places by number of the word. */
  readonly places: ReadonlyMap<number, Place>;
  readonly extra: number;
}

/** An argument of a stock kernel: a number, the number under which it knows a tensor, or an array in its memory. */
export interface StockArgument {
  readonly value: number;
  readonly place?: Place | undefined;
  readonly array?: Uint8Array | undefined;
}

/** A call of a stock kernel of the backend. */
export interface StockInstruction extends Conditional {
  readonly kind: "stock";
  readonly name: string;
  readonly arguments: readonly StockArgument[];
}

/** JavaScript that works on memory, at its place among the commands. */
export interface MemoryInstruction extends Conditional {
  readonly kind: "memory";
  readonly places: readonly Place[];
  readonly work: (addresses: readonly number[]) => void;
}

/** The end of the step where the first of two words is not 0. */
export interface CheckInstruction extends Conditional {
  readonly kind: "check";
  readonly places: readonly [found: Place];
  readonly fail: Failure;
}

export type Instruction = CommandInstruction | StockInstruction | MemoryInstruction | CheckInstruction;

/** Saves what an effect is about to change; gives what brings it back. */
export type Saving = () => () => void;

/** Values of a host array. */
export type HostValues = Float32Array | Int32Array | Uint8Array;

/** What the host does before each replay, in its own order. */
export type HostAction =
  | {
      readonly kind: "effect";
      readonly run: () => void;
      readonly save: Saving | undefined;
      readonly condition: Place | undefined;
    }
  | { readonly kind: "fill"; readonly place: Place; readonly values: () => HostValues };

/** A number of the host's on which a recording rests. */
export interface Guard {
  readonly what: string;
  readonly read: () => number;
  readonly value: number;
}
