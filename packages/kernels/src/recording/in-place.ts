import type { Command } from "../abi.ts";
import type { CommandInstruction, Instruction } from "./instruction.ts";
import { wordOf } from "./peepholes/command-words.ts";
import type { WithPrologue } from "./prologue.ts";
import type { Place, Region } from "./region.ts";

/**
 * Commands whose output may lie where an input is: an element, or a row, is written when nothing of the input at that place is read
 * any more. First the output, then the inputs.
 */
const commands: { readonly [C in Command]?: readonly [output: string, ...inputs: string[]] } = {
  unary: ["y", "x"],
  unaryGradient: ["dx", "dy", "v"],
  binary: ["y", "a", "b"],
  scaleBy: ["y", "x"],
  scaleByNumbers: ["y", "x"],
  scaleRows: ["y", "x"],
  softmax: ["y", "x"],
  softmaxGradient: ["dx", "dy"],
  activationGradient: ["dx", "dy", "y"],
  layerNorm: ["y", "x"],
  layerNormGradient: ["dx", "dy", "x"],
  groupNorm: ["y", "x"],
  groupNormGradient: ["dx", "dy", "x"],
  columnNorm: ["y", "x"],
  columnNormGradient: ["dx", "dy", "x"],
};

/**
 * Which regions take the memory of another: an output that of an input whose last use that is. So its memory is not only
 * saved; what is written is in the cache already. Gives, for each such region, the one whose memory it has.
 */
export function inPlace({ instructions, spans, kept }: WithPrologue): ReadonlyMap<Region, Region> {
  const isPassing = (region: Region) => isOwn(region) && !kept.has(region);
  const owners = new Map<Region, Region>();
  instructions.forEach((instruction, at) => {
    const output = placeOf(instruction, 0);
    if (!output || spans.get(output.region)!.first !== at || !isPassing(output.region)) return;
    const input = inputs(instruction).find(
      ({ region, offset }) =>
        isPassing(region) &&
        offset === output.offset &&
        region.bytes === output.region.bytes &&
        between(instructions, at, spans.get(region)!.last).every((each) => isTaken(each, region, output.region)),
    );
    if (input) owners.set(output.region, owners.get(input.region) ?? input.region);
  });
  return owners;
}

/** Made in the step, by it alone. */
function isOwn({ kind, constant, filled }: Region): boolean {
  return kind === "buffer" && !constant && !filled;
}

/** The instructions up to the last use of an input: a command for long arrays may have a second one for their end. */
function between(instructions: readonly Instruction[], from: number, to: number): readonly (Instruction | undefined)[] {
  return to < instructions.length ? instructions.slice(from, to + 1) : [undefined];
}

/** Whether an instruction reads an input where it writes the output, and nowhere else. */
function isTaken(instruction: Instruction | undefined, from: Region, to: Region): boolean {
  const output = instruction && placeOf(instruction, 0);
  if (output?.region !== to) return false;
  const { places } = instruction as CommandInstruction;
  const read = [...places.values()].filter(({ region }) => region === from);
  return read.length === 1 && read[0]!.offset === output.offset && inputs(instruction!).includes(read[0]!);
}

function placeOf(instruction: Instruction, number: number): Place | undefined {
  if (instruction.kind !== "command") return undefined;
  const name = commands[instruction.command]?.[number];
  return name === undefined ? undefined : instruction.places.get(wordOf(instruction.command, name));
}

function inputs(instruction: Instruction): Place[] {
  return [1, 2].flatMap((number) => placeOf(instruction, number) ?? []);
}
