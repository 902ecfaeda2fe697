import type { Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Region } from "../region.ts";
import { changed, wordOf } from "./command-words.ts";
import { outputsOf } from "./outputs.ts";
import { placesOf, rewrite, wantedOutside } from "./rewrite.ts";

/**
 * Leaves out commands whose results nobody reads: a kernel may give more than its caller wants, such as the sums that are a bias's
 * gradient where there is no bias.
 */
export function unused(step: Linked): Linked {
  const wanted = wantedOutside(step);
  const isWanted = (region: Region) => region.kind !== "buffer" || wanted.has(region);
  const kept: Instruction[] = [];
  for (let i = step.instructions.length - 1; i >= 0; i--) {
    const given = step.instructions[i]!;
    const made = outputsOf(given);
    if (made?.every(({ region }) => !isWanted(region))) continue;
    const instruction = withoutSums(given, isWanted);
    for (const { region } of placesOf(instruction)) wanted.add(region);
    kept.push(instruction);
  }
  return rewrite(step, kept.reverse());
}

/** A mask of a gradient without the sums, if those are all that is not wanted. */
function withoutSums(instruction: Instruction, isWanted: (region: Region) => boolean): Instruction {
  if (instruction.kind !== "command" || instruction.command !== "activationGradient") return instruction;
  const sums = instruction.places.get(wordOf("activationGradient", "sums"));
  return sums && !isWanted(sums.region) ? changed(instruction, { sums: 0 }) : instruction;
}
