import { gemmBlock } from "../../abi.ts";
import type { CommandInstruction } from "../instruction.ts";
import type { Joined } from "./chained.ts";
import { chunkOf, integer, NewCommand, unitsOf, wordOf } from "./command-words.ts";

/** Whether an update is a share of the gradient and nothing else, and the gradient a sum made in one go. */
export function descends(product: CommandInstruction, update: CommandInstruction): boolean {
  const isPlain = update.command === "sgd" && !update.places.has(wordOf("sgd", "velocity"));
  return isPlain && integer(product, "k") <= gemmBlock.depth;
}

/** A product whose tiles go from registers into the weight. */
export function descending(product: CommandInstruction, update: CommandInstruction): Joined {
  const made = new NewCommand("gemmDescent", { units: unitsOf(product), chunk: chunkOf(product) });
  for (const name of ["transposeA", "transposeB", "m", "n", "k", "a", "lda", "b", "ldb", "ldc", "flags"])
    made.copy(product, wordOf("gemm", name), wordOf("gemmDescent", name));
  made.copy(update, wordOf("sgd", "w"), wordOf("gemmDescent", "c"));
  made.copy(update, wordOf("sgd", "rate"), wordOf("gemmDescent", "rate"));
  const rate = wordOf("gemmDescent", "rate");
  return { instruction: made.done(), first: (word) => word, second: () => rate };
}
