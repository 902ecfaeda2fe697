import type { CommandInstruction } from "../instruction.ts";
import { chunkOf, NewCommand, unitsOf, wordOf } from "./command-words.ts";

/** Whether an update is a share of the gradient and nothing else. */
export function descends(update: CommandInstruction): boolean {
  return update.command === "sgd" && !update.places.has(wordOf("sgd", "velocity"));
}

/** A product whose tiles go from registers into the weight. */
export function descending(product: CommandInstruction, update: CommandInstruction): CommandInstruction {
  const made = new NewCommand("gemmDescent", { units: unitsOf(product), chunk: chunkOf(product) });
  for (const name of ["transposeA", "transposeB", "m", "n", "k", "a", "lda", "b", "ldb", "ldc", "flags"])
    made.copy(product, wordOf("gemm", name), wordOf("gemmDescent", name));
  made.copy(update, wordOf("sgd", "w"), wordOf("gemmDescent", "c"));
  made.copy(update, wordOf("sgd", "rate"), wordOf("gemmDescent", "rate"));
  return made.done();
}
