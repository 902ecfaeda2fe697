import { flag } from "../../abi.ts";
import type { CommandInstruction } from "../instruction.ts";
import { chunkOf, firstArgument, integer, NewCommand, opOf, wordOf } from "./command-words.ts";

/** Rows that are made at once take so many bytes: they stay in the first cache, or in the second where B must be packed. */
const near = { short: 24 << 10, long: 256 << 10 } as const;

/** Products that are no longer than this leave B where it is, see assembly/gemm.ts. */
const short = 64;

/** A product and the update by it, in turn: a few rows of the gradient are made in scratch and used up. */
export function chained(product: CommandInstruction, update: CommandInstruction): CommandInstruction {
  const [rows, size] = [integer(product, "m"), integer(product, "n")];
  const bytes = integer(product, "k") <= short ? near.short : near.long;
  // for threads there must be pieces to share
  const most = chunkOf(product) > 0 ? Math.max(48, 12 * Math.ceil(rows / 96)) : rows;
  const step = Math.min(rows, most, Math.max(12, 12 * Math.floor(bytes / (48 * size))));
  const count = product.words.length - firstArgument;
  const behind = wordOf("chain", "rest") - firstArgument;
  const first = (word: number) => word + behind;
  const second = (word: number) => word + behind + count;
  const [gradient, taken] = [wordOf("gemm", "c"), wordOf(update.command, "g")];
  const made = new NewCommand("chain", {
    units: rows,
    chunk: chunkOf(product) > 0 ? step * Math.ceil(rows / 16 / step) : 0,
    extra: 512 + 4 * step * size,
  });
  made.set("first", opOf("gemm")).set("second", opOf(update.command)).set("step", step).set("size", size);
  made
    .set("count", count)
    .set("place1", gradient - firstArgument)
    .set("place2", taken - firstArgument);
  const flags = wordOf("gemm", "flags");
  const byRows = product.words.slice();
  byRows[flags]! &= ~flag.columns;
  const parts = [
    [{ ...product, words: byRows }, first, gradient],
    [update, second, taken],
  ] as const;
  for (const [part, to, without] of parts)
    for (let word = firstArgument; word < part.words.length; word++)
      if (word !== without) made.copy(part, word, to(word));
  return made.done();
}
