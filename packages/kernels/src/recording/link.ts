import type { Variable } from "@hornbeam/kernels/tfjs";
import type { CommandInstruction, HostAction, Instruction, StockArgument, StockInstruction } from "./instruction.ts";
import type { Recorder } from "./recorder.ts";
import type { Place, Region, Result } from "./region.ts";

/** When a region is in use: from the first to the last of the instructions that refer to it. */
export interface Span {
  first: number;
  last: number;
}

/** A step that ran twice in the same way. */
export interface Linked {
  readonly instructions: readonly Instruction[];
  readonly actions: readonly HostAction[];
  readonly guards: Recorder["guards"];
  readonly reads: readonly Result[];
  readonly results: readonly Result[];
  readonly assignments: Recorder["assignments"];
  /** Every region that is referred to. */
  readonly spans: ReadonlyMap<Region, Span>;
}

class Difference extends Error {}

/**
 * Compares two recordings of a step: the same instructions on corresponding memory, with the same constants. What differs
 * would not be the same the next time either, so it is a reason not to replay.
 */
export function link(
  a: Recorder,
  b: Recorder,
  resultsA: readonly Result[],
  resultsB: readonly Result[],
): Linked | string {
  const linker = new Linker(a, b);
  try {
    return linker.link(resultsA, resultsB);
  } catch (error) {
    if (error instanceof Difference) return error.message;
    throw error;
  }
}

class Linker {
  readonly #a: Recorder;
  readonly #b: Recorder;
  readonly #partners = new Map<Region, Region>();
  readonly #taken = new Set<Region>();
  readonly #spans = new Map<Region, Span>();
  #at = 0;

  constructor(a: Recorder, b: Recorder) {
    this.#a = a;
    this.#b = b;
  }

  link(resultsA: readonly Result[], resultsB: readonly Result[]): Linked {
    const [a, b] = [this.#a, this.#b];
    this.#guards();
    const instructions = b.instructions.map((instruction, i) => {
      this.#at = i;
      const other = a.instructions[i];
      if (!other || other.kind !== instruction.kind) differ(`the kernel in the place of ${nameOf(instruction)}`);
      return this.#instruction(other, instruction);
    });
    if (a.instructions.length !== instructions.length) differ("the number of instructions");
    this.#actions();
    this.#at = instructions.length;
    const pairResults = (left: readonly Result[], right: readonly Result[]) => {
      if (left.length !== right.length) differ("the number of results");
      right.forEach((result, i) => {
        this.#pair(left[i]!.place, result.place);
      });
    };
    const reads = (all: Recorder["reads"]) => all.map(({ result }) => result);
    pairResults(reads(a.reads), reads(b.reads));
    pairResults(resultsA, resultsB);
    this.#assignments();
    return {
      instructions,
      actions: b.actions,
      guards: b.guards,
      reads: reads(b.reads),
      results: resultsB,
      assignments: b.assignments,
      spans: this.#spans,
    };
  }

  #guards(): void {
    const [a, b] = [this.#a.guards, this.#b.guards];
    if (a.length !== b.length) differ("what is read on the host");
    b.forEach(({ what, value }, i) => {
      if (a[i]!.what !== what || !Object.is(a[i]!.value, value)) differ(`${what}, read on the host,`);
    });
  }

  #instruction(a: Instruction, b: Instruction): Instruction {
    this.#condition(a.condition, b.condition);
    if (a.kind === "command" && b.kind === "command") return this.#command(a, b);
    if (a.kind === "stock" && b.kind === "stock") return this.#stock(a, b);
    if ((a.kind === "memory" && b.kind === "memory") || (a.kind === "check" && b.kind === "check")) {
      if (a.places.length !== b.places.length) differ("host work");
      b.places.forEach((place, i) => {
        this.#pair(a.places[i]!, place);
      });
    }
    return b;
  }

  #condition(a: Place | undefined, b: Place | undefined): void {
    if (a && b) this.#pair(a, b);
    else if (a || b) differ("what depends on a condition");
  }

  #command(a: CommandInstruction, b: CommandInstruction): CommandInstruction {
    const what = `an argument of ${b.command}`;
    if (a.command !== b.command || a.extra !== b.extra || a.places.size !== b.places.size) differ(what);
    b.words.forEach((word, i) => {
      const [left, right] = [a.places.get(i), b.places.get(i)];
      if (left && right) this.#pair(left, right);
      else if (left || right || word !== a.words[i]) differ(what);
    });
    return b;
  }

  /** A number that changes from one recording to the next is one under which a tensor is known. */
  #stock(a: StockInstruction, b: StockInstruction): StockInstruction {
    const what = `an argument of ${b.name}`;
    if (a.name !== b.name || a.arguments.length !== b.arguments.length) differ(what);
    const given = b.arguments.map((right, i): StockArgument => {
      const left = a.arguments[i]!;
      if (right.array) {
        if (!left.array || !sameBytes(left.array, right.array)) differ(what);
        return right;
      }
      if (left.place && right.place && (left.value !== right.value || isSame(left.place.region, right.place.region))) {
        this.#pair(left.place, right.place);
        return right;
      }
      if (!Object.is(left.value, right.value)) differ(what);
      return { value: right.value };
    });
    return { ...b, arguments: given };
  }

  #actions(): void {
    const [a, b] = [this.#a.actions, this.#b.actions];
    if (a.length !== b.length) differ("the host's part");
    this.#at = 0; // they all come before the instructions
    b.forEach((action, i) => {
      const other = a[i]!;
      if (other.kind !== action.kind) differ("the host's part");
      if (other.kind === "fill" && action.kind === "fill") this.#pair(other.place, action.place);
      if (other.kind === "effect" && action.kind === "effect") this.#condition(other.condition, action.condition);
    });
  }

  #assignments(): void {
    const before = new Map<Variable, Place>(this.#a.assignments.map(({ variable, place }) => [variable, place]));
    if (before.size !== this.#b.assignments.length) differ("the set of variables that are assigned");
    for (const { variable, place } of this.#b.assignments) {
      const other = before.get(variable);
      if (!other) differ("the set of variables that are assigned");
      this.#pair(other, place);
    }
  }

  #pair(a: Place, b: Place): void {
    const [left, right] = [a.region, b.region];
    const known = this.#partners.get(right);
    const fits = known ? known === left : !this.#taken.has(left) && isAlike(left, right);
    if (!fits || a.offset !== b.offset) differ("the memory that is used");
    if (!known) {
      this.#partners.set(right, left);
      this.#taken.add(left);
      if (!sameBytes(left.constant, right.constant)) differ("a value that the host makes");
    }
    const span = this.#spans.get(right);
    if (!span) this.#spans.set(right, { first: this.#at, last: this.#at });
    else {
      span.first = Math.min(span.first, this.#at);
      span.last = Math.max(span.last, this.#at);
    }
  }
}

function nameOf(instruction: Instruction): string {
  if (instruction.kind === "memory") return "host work";
  if (instruction.kind === "check") return "a check";
  return instruction.kind === "command" ? instruction.command : instruction.name;
}

/** Whether regions could play the same part in two recordings. */
function isAlike(a: Region, b: Region): boolean {
  return (
    a.kind === b.kind &&
    a.bytes === b.bytes &&
    a.variable === b.variable &&
    a.dataId === b.dataId &&
    a.index === b.index
  );
}

/** Whether they are the same, from before the step. */
function isSame(a: Region, b: Region): boolean {
  return a.kind !== "buffer" && a.kind !== "input" && isAlike(a, b);
}

function differ(what: string): never {
  throw new Difference(`${what} changes from step to step`);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a?.length !== b?.length) return false;
  return !a || a.every((byte, i) => byte === b![i]);
}
