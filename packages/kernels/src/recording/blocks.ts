import { block, layout } from "../abi.ts";
import type { Failure } from "./instruction.ts";
import { opOf } from "./peepholes/command-words.ts";
import type { Check, Part } from "./program.ts";

/** A run of blocks in the making. */
interface Run {
  readonly kind: "run";
  readonly first: number;
  readonly checks: Check[];
  /** Blocks that end the run, by what they have in the place of their count. */
  readonly ends: { readonly index: number; readonly words: Int32Array }[];
  count: number;
  extra: number;
  large: boolean;
}

const [count, clear, flag] = layout("skip").map((_, i) => block.words / 4 + i) as [number, number, number];

/**
 * The blocks of a program, in runs between calls of other kinds. What depends on a number stands behind a `skip`; a check is one that
 * passes over all that is left.
 */
export class Blocks {
  readonly #blocks: Int32Array[] = [];
  readonly #parts: (Run | Part)[] = [];
  /** The skip that counts the blocks of a condition. */
  #open: { readonly condition: number; readonly words: Int32Array } | undefined;

  get length(): number {
    return this.#blocks.length;
  }

  /** Adds a block, which is left out where the number at `condition` is 0; gives its number. */
  add(words: Int32Array, extra = 0, condition = 0): number {
    const run = this.#run();
    if (condition !== (this.#open?.condition ?? 0)) {
      this.#open = undefined;
      if (condition !== 0) this.#open = { condition, words: this.#push(run, skipOf(condition, 1)) };
    }
    if (this.#open) this.#open.words[count]!++;
    this.#push(run, words);
    run.extra = Math.max(run.extra, extra);
    run.large ||= words[block.chunk / 4]! > 0;
    return this.#blocks.length - 1;
  }

  /** Ends the program where the word at an address is not 0. */
  check(address: number, fail: Failure, condition = 0): void {
    const words = skipOf(address, 0);
    const index = this.add(words, 0, condition);
    const run = this.#run();
    run.checks.push({ address, fail });
    run.ends.push({ index, words });
  }

  /** Adds a call of another kind. */
  call(part: Part): void {
    this.#open = undefined;
    this.#parts.push(part);
  }

  /** Writes all blocks to an address; gives the parts of the program. */
  write(memory: ArrayBufferLike, address: number): Part[] {
    const parts = this.#parts.map((part): Part => {
      if (part.kind !== "run") return part;
      const { first, checks, ends, extra, large } = part;
      for (const { index, words } of ends) words[count] = first + part.count - index - 1;
      return { kind: "commands", address: address + first * block.bytes, count: part.count, extra, large, checks };
    });
    this.#blocks.forEach((words, i) => {
      new Int32Array(memory, address + i * block.bytes, words.length).set(words);
    });
    return parts;
  }

  #run(): Run {
    const last = this.#parts.at(-1);
    if (last?.kind === "run") return last;
    const first = this.#blocks.length;
    const run: Run = { kind: "run", first, checks: [], ends: [], count: 0, extra: 0, large: false };
    this.#parts.push(run);
    return run;
  }
  #push(run: Run, words: Int32Array): Int32Array {
    this.#blocks.push(words);
    run.count++;
    return words;
  }
}

function skipOf(address: number, isClear: 0 | 1): Int32Array {
  const words = new Int32Array(block.words / 4 + 3);
  words[block.op / 4] = opOf("skip");
  words[block.units / 4] = 1;
  words[clear] = isClear;
  words[flag] = address;
  return words;
}
