import { block, type Command, commands, layout } from "../../abi.ts";
import type { CommandInstruction } from "../instruction.ts";
import type { Place } from "../region.ts";

/** Number of a block's first argument among its words. */
export const firstArgument = block.words / 4;

const places = new Map<Command, ReadonlyMap<string, number>>();

/** Number of an argument's word in a block of its command. */
export function wordOf(command: Command, argument: string): number {
  let known = places.get(command);
  if (!known) {
    const words = layout(command).map(({ name }, i): [string, number] => [name, firstArgument + i]);
    places.set(command, (known = new Map(words.reverse()))); // of two words of one argument the first counts
  }
  return known.get(argument)!;
}

const addressWords = new Map<Command, readonly number[]>();

/** Numbers of the arguments that are addresses. */
export function addressesOf(command: Command): readonly number[] {
  let words = addressWords.get(command);
  if (!words) {
    words = layout(command).flatMap(({ kind }, i) => (kind === "address" || kind === "number" ? [i] : []));
    addressWords.set(command, words);
  }
  return words;
}

/** Value of an argument that is an integer. */
export function integer({ command, words }: CommandInstruction, argument: string): number {
  return words[wordOf(command, argument)]!;
}

/** How many units a block has. */
export function unitsOf({ words }: CommandInstruction): number {
  return words[block.units / 4]!;
}

/** How many units a thread takes at a time; 0 when it takes all. */
export function chunkOf({ words }: CommandInstruction): number {
  return words[block.chunk / 4]!;
}

/** Number under which a command is known to the module. */
export function opOf(command: Command): number {
  return Object.keys(commands).indexOf(command);
}

/** A block in the making, of words of other blocks. */
export class NewCommand {
  readonly #command: Command;
  readonly #words: number[] = [];
  readonly #places = new Map<number, Place>();

  constructor(command: Command, { units, chunk, extra = 0 }: { units: number; chunk: number; extra?: number }) {
    this.#command = command;
    this.#words[block.op / 4] = opOf(command);
    this.#words[block.units / 4] = units;
    this.#words[block.chunk / 4] = chunk < units ? chunk : 0;
    this.#words[block.extra / 4] = extra;
  }

  set(argument: string, value: number): this {
    this.#words[wordOf(this.#command, argument)] = value;
    return this;
  }

  /** Takes a word of another block: its value or its place. */
  copy({ words, places }: CommandInstruction, from: number, to: number): this {
    this.#words[to] = words[from]!;
    const place = places.get(from);
    if (place) this.#places.set(to, place);
    return this;
  }

  done(): CommandInstruction {
    const words = Int32Array.from(this.#words, (word) => word ?? 0);
    const extra = words[block.extra / 4]!;
    return { kind: "command", command: this.#command, words, places: this.#places, extra };
  }
}

/** A command with other arguments: integers, or 0 for a place that goes, and places. */
export function changed(
  { command, words, places, ...rest }: CommandInstruction,
  values: Readonly<Record<string, number>>,
  given: Readonly<Record<string, Place>> = {},
): CommandInstruction {
  const [own, at] = [words.slice(), new Map(places)];
  for (const [argument, value] of Object.entries(values)) {
    own[wordOf(command, argument)] = value;
    at.delete(wordOf(command, argument));
  }
  for (const [argument, place] of Object.entries(given)) at.set(wordOf(command, argument), place);
  return { ...rest, command, words: own, places: at };
}
